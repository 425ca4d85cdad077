"""Public paths of the website that are not pages: search, suggestions, the feed of news, what robots ask for."""

from django.urls import path

from raekoda.publishing.website import feeds, robots, search

app_name = "website"
urlpatterns = [
    path("otsi/", search.search_page, name="search"),
    path("otsi/soovitused/", search.suggestions, name="suggestions"),
    path("uudised/rss/", feeds.NewsFeed(), name="news_feed"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", robots.security, name="security"),
    path("favicon.ico", robots.favicon, name="favicon"),
]
