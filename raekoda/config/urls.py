"""Every path of the installation; each app keeps its own list."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from raekoda.config.health import healthz, readyz

urlpatterns = [
    path("readyz", readyz),
    path("healthz", healthz),
    path("open311/", include("raekoda.channels.open311.urls")),
    path("dhx/", include("raekoda.channels.dhx.endpoint")),
    path("", include("raekoda.identity.signin.provider_endpoints")),
    path("x-tee/andmejalgija/", include("raekoda.identity.accesslog.datatracker.urls")),
    path("x-tee/paasuke/", include("raekoda.identity.registers.paasuke.api")),
    path("api/v1/", include("raekoda.channels.recordings.api")),
    path("api/v1/", include("raekoda.channels.calls.api")),
    path("api/v1/", include("raekoda.channels.mailbox.api")),
    path("api/v1/", include("raekoda.publishing.api.urls")),
    path("haldus/login/", RedirectView.as_view(pattern_name="desk:login", query_string=True)),
    path("haldus/", include(wagtailadmin_urls)),
    path("dokumendid/", include(wagtaildocs_urls)),
    path("", include("raekoda.publishing.website.documents")),
    path("", include("raekoda.platform.core.urls")),
    path("", include("raekoda.identity.places.site")),
    path("", include("raekoda.registry.assets.labels")),
    path("", include("raekoda.casework.assistant.embed")),
    path("", include("raekoda.casework.webhooks.site")),
    path("", include("raekoda.registry.payments.endpoints")),
    path("", include("raekoda.registry.payments.testbank_endpoint")),
    path("", include("raekoda.selfservice.bookings.feeds")),
    *i18n_patterns(
        path("", include("raekoda.casework.cases.site.urls")),
        path("", include("raekoda.identity.persons.site")),
        path("", include("raekoda.registry.payments.site")),
        path("", include("raekoda.selfservice.bookings.site.urls")),
        path("", include("raekoda.selfservice.bookings.site.own")),
        path("", include("raekoda.registry.services.site")),
        path("", include("raekoda.registry.benefits.site")),
        path("", include("raekoda.selfservice.lifeevents.site.urls")),
        path("", include("raekoda.selfservice.offers.site")),
        path("", include("raekoda.identity.signin.site")),
        path("", include("raekoda.registry.assets.site")),
        path("", include("raekoda.casework.answers.site")),
        path("", include("raekoda.casework.assistant.site")),
        path("", include("raekoda.channels.notices.site")),
        path("", include("raekoda.shells.dashboard.site")),
        path("", include("raekoda.publishing.website.site")),
        path("", include("raekoda.publishing.features.urls")),
        path("", include("raekoda.selfservice.applications.site.urls")),
        path("", include("raekoda.identity.accesslog.site")),
        path("", include("raekoda.identity.registers.site")),
        path("", include("raekoda.identity.privacy.site")),
        path("toolaud/", include("raekoda.identity.registers.desk")),
        path("toolaud/", include("raekoda.identity.privacy.desk")),
        path("toolaud/", include("raekoda.identity.accesslog.desk")),
        path("toolaud/", include("raekoda.casework.cases.desk.urls")),
        path("toolaud/", include("raekoda.registry.forms.desk.urls")),
        path("toolaud/", include("raekoda.selfservice.applications.desk.urls")),
        path("toolaud/", include("raekoda.selfservice.offers.desk")),
        path("toolaud/", include("raekoda.registry.assets.desk")),
        path("toolaud/", include("raekoda.casework.answers.desk")),
        path("toolaud/", include("raekoda.casework.assistant.desk.urls")),
        path("toolaud/", include("raekoda.casework.suggestions.desk")),
        path("toolaud/", include("raekoda.channels.recordings.desk")),
        path("toolaud/", include("raekoda.channels.calls.desk.urls")),
        path("toolaud/", include("raekoda.channels.mailbox.desk")),
        path("toolaud/", include("raekoda.casework.letters.desk")),
        path("toolaud/", include("raekoda.casework.webhooks.desk")),
        path("toolaud/", include("raekoda.channels.postkast.desk")),
        path("toolaud/", include("raekoda.channels.dhx.desk")),
        path("toolaud/", include("raekoda.channels.open311.desk")),
        path("toolaud/", include("raekoda.channels.notices.desk")),
        path("toolaud/", include("raekoda.platform.deliveries.desk")),
        path("toolaud/", include("raekoda.registry.payments.desk")),
        path("toolaud/", include("raekoda.identity.signin.desk")),
        path("toolaud/", include("raekoda.selfservice.bookings.desk.urls")),
        path("toolaud/", include("raekoda.shells.desk.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler400 = "raekoda.platform.core.error_pages.bad_request"
handler403 = "raekoda.platform.core.error_pages.permission_denied"
handler404 = "raekoda.platform.core.error_pages.page_not_found"
handler500 = "raekoda.platform.core.outage.server_error"
