"""Registrations with Wagtail and other apps."""

from wagtail.documents import get_document_model
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from raekoda.publishing.website import permissions, signals  # noqa: F401
from raekoda.publishing.website.admin.filters import limit_filters
from raekoda.publishing.website.policies import MunicipalityFilePolicy, MunicipalityPagePolicy

limit_filters()
register_permission_policy(Page, MunicipalityPagePolicy())
for model, auth_model in ((get_image_model(), get_image_model()), (get_document_model(), WagtailDocument)):
    policy = MunicipalityFilePolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
    register_permission_policy(model, policy, exact_class=True)
