"""Addresses of the site that are not Wagtail pages."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from core.addresses import in_language
from core.directory_addresses import DIRECTORY
from home import counting_views, directory_views, printing, subject_views, views
from home.sitemaps import SITEMAPS

app_name = "home"


urlpatterns = [
    path(in_language(it="collezioni/", en="collections/"), views.collections, name="collections"),
    path(
        in_language(it="collezioni/<slug:slug>/", en="collections/<slug:slug>/"),
        views.collection,
        name="collection",
    ),
    path(in_language(**DIRECTORY), directory_views.cooperatives, name="cooperatives"),
    path(
        in_language(**{code: f"{words}<slug:slug>/" for code, words in DIRECTORY.items()}),
        directory_views.cooperative,
        name="cooperative",
    ),
    path(
        in_language(it="collezioni/<slug:slug>/stampa/", en="collections/<slug:slug>/print/"),
        printing.collection,
        name="collection_print",
    ),
    path(in_language(it="temi/", en="topics/"), subject_views.topics, name="topics"),
    path(
        in_language(it="temi/come-si-calcola/", en="topics/how-it-is-computed/"),
        subject_views.how_popularity_is_computed,
        name="popularity",
    ),
    path(
        in_language(it="temi/<str:slug>/", en="topics/<str:slug>/"),
        subject_views.topic,
        name="topic",
    ),
    path(
        in_language(it="territori/", en="territories/"),
        subject_views.territories,
        name="territories",
    ),
    path(
        in_language(it="territori/<str:word>/", en="territories/<str:word>/"),
        subject_views.territory,
        name="territory",
    ),
    path(in_language(it="sviluppatori/", en="developers/"), views.developers, name="developers"),
]

# These stand outside the languages.
root_patterns = [
    path("readings/<uuid:subject>/", counting_views.reading, name="reading"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap_index",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
