"""Classifiers of the register. They follow the state's classifiers of public services (annex 4 of the service catalogue);
target groups and life events are more detailed and map to the state's values."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProviderKind(models.TextChoices):
    """Who provides the service."""

    CITY = "city", _("the municipality")
    AGENCY = "agency", _("agency of the municipality")
    PARTNER = "partner", _("partner")


class ServiceType(models.TextChoices):
    """What a service does, by annex 4 "teenuse tüüp"."""

    DOCUMENTS = "documents", _("handing over documents")
    DATA_UPDATE = "data_update", _("updating data")
    PUBLICATION = "publication", _("publication")
    PLATFORM = "platform", _("platform")
    ADVICE = "advice", _("advice")
    SUPERVISION = "supervision", _("supervision")
    TRADE = "trade", _("buying, selling, renting, ordering")
    BENEFIT = "benefit", _("benefits and support")
    REGISTRATION = "registration", _("joining and registering")
    REPORTING = "reporting", _("submitting reports")
    INFORMATION = "information", _("information and help")
    PERMIT = "permit", _("permits, certificates, approvals")


class Domain(models.TextChoices):
    """Field of activity, by the upper level of annex 4 "tegevusvaldkond", with the fields only municipalities have."""

    LAW_AND_PROPERTY = "law_and_property", _("consumption, travel, property")
    STATISTICS = "statistics", _("statistics and accounting")
    GOVERNMENT = "government", _("government and administration")
    AGRICULTURE = "agriculture", _("rural life and agriculture")
    CULTURE = "culture", _("leisure, culture, religion")
    SAFETY = "safety", _("safety")
    EDUCATION = "education", _("education and research")
    POPULATION = "population", _("citizenship and population")
    ECONOMY = "economy", _("economy and business")
    TRANSPORT = "transport", _("transport and traffic")
    SOCIAL = "social", _("work and social life")
    ENVIRONMENT = "environment", _("environment and nature")
    DEFENCE = "defence", _("defence and security")
    HEALTH = "health", _("health")
    PLANNING = "planning", _("planning and building")
    UPKEEP = "upkeep", _("upkeep of streets and greenery")


class TargetGroup(models.TextChoices):
    """Target groups. Each maps to one of annex 4's three groups, see :data:`STATE_TARGET_GROUPS`."""

    RESIDENTS = "residents", _("residents")
    FAMILIES = "families", _("families with children")
    YOUTH = "youth", _("young people")
    OLDER_PEOPLE = "older_people", _("older people")
    DISABILITIES = "disabilities", _("people with disabilities")
    OWNERS = "owners", _("owners of homes and land")
    VISITORS = "visitors", _("visitors")
    ENTREPRENEURS = "entrepreneurs", _("entrepreneurs")
    ASSOCIATIONS = "associations", _("associations and communities")
    AUTHORITIES = "authorities", _("authorities")


STATE_TARGET_GROUPS = {
    **dict.fromkeys(
        (
            TargetGroup.RESIDENTS,
            TargetGroup.FAMILIES,
            TargetGroup.YOUTH,
            TargetGroup.OLDER_PEOPLE,
            TargetGroup.DISABILITIES,
            TargetGroup.OWNERS,
            TargetGroup.VISITORS,
        ),
        "person",
    ),
    TargetGroup.ENTREPRENEURS: "legal_person",
    TargetGroup.ASSOCIATIONS: "legal_person",
    TargetGroup.AUTHORITIES: "authority",
}


class LifeEvent(models.TextChoices):
    """Events in a person's or a company's life that create a need for the service."""

    BIRTH = "birth", _("a child is born")
    KINDERGARTEN = "kindergarten", _("a child goes to kindergarten")
    SCHOOL = "school", _("a child goes to school")
    MOVING = "moving", _("moving home")
    BUILDING = "building", _("building and renovating")
    DRIVING = "driving", _("driving and parking")
    PETS = "pets", _("having a pet")
    DIFFICULTY = "difficulty", _("getting by in difficulty")
    DISABILITY = "disability", _("disability or need for care")
    OLD_AGE = "old_age", _("growing old")
    DEATH = "death", _("death of a relative")
    EVENT = "event", _("organising an event")
    ASSOCIATION = "association", _("acting in an association")
    BUSINESS = "business", _("running a business")
    BUSINESS_START = "business_start", _("starting a business")


BUSINESS_EVENTS = frozenset({LifeEvent.BUSINESS, LifeEvent.BUSINESS_START, LifeEvent.EVENT, LifeEvent.ASSOCIATION})


class Payment(models.TextChoices):
    """Whether the client pays, by annex 3 "makse"."""

    FREE = "free", _("free of charge")
    FEE = "fee", _("service fee")
    STATE_FEE = "state_fee", _("state fee or tax")


class ChannelKind(models.TextChoices):
    """Channels by annex 4 "kanal"."""

    E_SERVICE = "eservice", _("self-service online")
    EESTI = "eesti", _("eesti.ee")
    WEB = "web", _("website")
    SOCIAL = "social", _("social media")
    APP = "app", _("app")
    TELEVISION = "tv", _("digital television")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    FAX = "fax", _("fax")
    POST = "post", _("by post")
    SMS = "sms", _("text message")
    COUNTER = "counter", _("at the counter")
    HOME = "home", _("at the client's place")
    PARTNER = "partner", _("at a partner")


class ActKind(models.TextChoices):
    """Kind of act, by annex 4 "regulatsiooni tüüp"."""

    GUIDELINE = "guideline", _("guideline")
    REGULATION = "regulation", _("regulation")
    ACT = "act", pgettext_lazy("law", "act")
    EU = "eu", _("act of the European Union")
    INTERNATIONAL = "international", _("other international act")
    OTHER = "other", _("other")


class Language(models.TextChoices):
    """Languages in which a service is provided."""

    ET = "et", _("Estonian")
    EN = "en", _("English")
    RU = "ru", _("Russian")
