"""What only the site's own pages may have in their body."""

from home.blocks.site_body import SiteBodyBlock

__all__ = ["SiteBodyBlock"]
