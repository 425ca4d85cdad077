"""URLs that the security server calls as the services of the data tracker."""

from django.urls import path

from raekoda.identity.accesslog.datatracker import rest, soap

urlpatterns = [
    path("v2/findUsage", rest.find_usage, name="tracker_find_usage"),
    path("v2/usagePeriod", rest.usage_period, name="tracker_usage_period"),
    path("v2/heartbeat", rest.heartbeat, name="tracker_heartbeat"),
    path("soap", soap.endpoint, name="tracker_soap"),
]
