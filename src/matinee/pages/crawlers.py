"""robots.txt and sitemap.xml for search engines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from matinee.pages.queries import MAX_SITEMAP_URLS, coming_movie_ids, coming_show_ids

HOUR = 3600

ROBOTS = """\
User-agent: *
Allow: /api/config/
Allow: /api/hall-layout/
Allow: /api/movies/
Allow: /api/shows/
Allow: /api/venues/
Disallow: /admin/
Disallow: /api/
Disallow: /checkout
Disallow: /ticket/

Sitemap: {site}/sitemap.xml
"""


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(_request: HttpRequest) -> HttpResponse:
    """`/robots.txt`. A crawler that runs scripts may read the API data of public pages.

    The Allow rules are first: some crawlers use the first matching rule, not the longest (RFC 9309).
    """
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain; charset=utf-8")


@require_safe
@conditional_page
@cache_control(public=True, max_age=HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the programme, its films, and its shows on sale now or later.

    Without dates, because no modification time of a page is recorded.
    """
    films = [f"/film/{movie_id}" for movie_id in coming_movie_ids()]
    shows = [f"/show/{show_id}" for show_id in coming_show_ids()]
    addresses = [settings.SITE_URL + path for path in ["/", *films, *shows][:MAX_SITEMAP_URLS]]
    return render(request, "pages/sitemap.xml", {"addresses": addresses}, content_type="application/xml")
