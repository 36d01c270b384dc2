"""What the catalogue adds to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from catalogue.viewsets import CuratedCollectionViewSet

register_snippet(CuratedCollectionViewSet)
