"""Logs: one JSON line an event with the request's id, and never personal data.

A request is logged by its route ("minu/<str:token>/"), never by its address; an error by its type and the lines of code it
passed, never by its text, which may quote what somebody typed. The demo writes RAEKODA_HOME/logs/raekoda.jsonl and shows
warnings on the terminal; production writes to standard output.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, WrappedLogger

access = structlog.get_logger("raekoda.access")


def error_without_text(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Turn an exception into its type and the places in code it passed; its text may quote a person."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["at"] = _places(traceback.extract_tb(error.__traceback__))
    return event


def _places(frames: traceback.StackSummary) -> list[str]:
    """The lines of our own code on the way, then the last three of anybody's."""
    own = [frame for frame in frames[:-3] if "raekoda" in Path(frame.filename).parts]
    shown = [*own[-8:], *frames[-3:]]
    return [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in shown]


def django_requests_by_route(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Django's own lines on requests quote the address asked for, which may hold a token: name the route instead."""
    record = event.get("_record")
    if record is not None and record.name.startswith("django.") and hasattr(record, "status_code"):
        event["event"] = "request_failed"
        event["status"] = record.status_code
        event["route"] = route(getattr(record, "request", None))
    return event


def jobs_without_arguments(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Lines on jobs name the task and its number, not what it was given."""
    record = event.get("_record")
    if record is not None and record.name.startswith("procrastinate"):
        job = getattr(record, "job", None) or {}
        event["event"] = getattr(record, "action", "") or "queue"
        if isinstance(job, dict):
            event.update(task=job.get("task_name"), job=job.get("id"))
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    error_without_text,
]


def logging_settings(home: Path, demo: bool) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to go the same way."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    folder = home / "logs"
    if demo:
        folder.mkdir(parents=True, exist_ok=True)
    file = {"class": "logging.handlers.WatchedFileHandler", "filename": folder / "raekoda.jsonl", "delay": True}
    stdout = {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}
    terminal = {"class": "logging.StreamHandler", "formatter": "terminal", "level": "WARNING"}
    handlers = {"json": {**(file if demo else stdout), "formatter": "json"}, **({"terminal": terminal} if demo else {})}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": _formatter(structlog.processors.JSONRenderer(ensure_ascii=False)),
            "terminal": _formatter(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())),
        },
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
        },
    }


def _formatter(renderer: Any) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [django_requests_by_route, jobs_without_arguments, *SHARED],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }


class AccessLogMiddleware:
    """One line a request: method, route, status, milliseconds; the request's id comes from the context."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - start) * 1000, 1)
        access.info(
            "request", method=request.method, route=route(request), status=response.status_code, ms=milliseconds
        )
        return response


def route(request: HttpRequest | None) -> str:
    """The pattern that served the request, without anything of the address itself."""
    match = getattr(request, "resolver_match", None)
    return match.route if match is not None else "?"
