from django.http import HttpResponse

LABELS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "ttl": "Turtle", "jsonld": "JSON-LD"}


def export(request, data_format):
    return HttpResponse("")


def about(request):
    return HttpResponse("")
