#!/usr/bin/env python3
"""How many lists of 100 observations a second Astrobase answers, against Django REST framework with the same rows, in one run.

    Benchmarks/django-list.py [--count 10000] [--seconds 10]

Needs `wrk`, and from PyPI django, djangorestframework, django-filter and gunicorn. The Django side is a model with the fields of the recorded
API, its ten derived addresses and its children, products and children fetched ahead (the existing backend asks for them one by one), served
by two workers of gunicorn. Ends with 1 where Astrobase answers less than 50 times as many.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import requests

from list import fill
from measure import wait

from home import API, Home, free_port

PROJECT = '''
import os, django
from django.conf import settings
settings.configure(
    DEBUG=False, SECRET_KEY="benchmark", ALLOWED_HOSTS=["*"], ROOT_URLCONF="archive", USE_TZ=True, INSTALLED_APPS=["rest_framework", "django_filters"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["ARCHIVE"], "CONN_MAX_AGE": None}},
    REST_FRAMEWORK={"DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination", "PAGE_SIZE": 100,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"], "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [], "UNAUTHENTICATED_USER": None,
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"]})
django.setup()
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.urls import path
from rest_framework import generics, serializers

TEXT = ["task_type", "name", "instrument", "filter", "field_name", "box", "ra_dec_fov", "status", "astrometry_url", "job", "quality", "description",
    "iso", "image_type", "extra", "transient"]
NUMBER = ["field_ra", "field_dec", "field_fov", "ra_min", "ra_max", "dec_min", "dec_max", "magnitude"]
WHOLE = ["exposure_seconds", "focal_length", "stacked_images"]
fields = {name: models.TextField(null=True) for name in TEXT}
fields |= {name: models.FloatField(null=True) for name in NUMBER}
fields |= {name: models.IntegerField(null=True) for name in WHOLE}

class Meta:
    app_label, managed, db_table = "archive", False, "observation"

Observation = type("Observation", (models.Model,), {
    **fields, "__module__": "archive", "Meta": Meta, "taskID": models.TextField(db_column="task_id"), "date": models.FloatField(null=True),
    "used_in_hips": models.BooleanField(),
    "parent": models.ForeignKey("archive.Observation", null=True, db_column="parent", related_name="children", on_delete=models.CASCADE)})

class Product(models.Model):
    observation = models.ForeignKey(Observation, related_name="products", on_delete=models.CASCADE)
    filename, type = models.TextField(), models.TextField()
    class Meta:
        app_label, managed, db_table = "archive", False, "product"

DERIVED = dict(raw_image="raw", sky_plot_image="sky_plot", annotated_image="annotated", annotated_grid_image="annotated_grid",
    annotated_grid_eq_image="annotated_grid_eq", annotated_stars_image="annotated_stars", sky_globe_image="sky_globe", fits="fits",
    annotated_transient_image="annotated_transient", annotated_exoplanets_image="annotated_exoplanets")

def derived(kind):
    def get(self, observation):
        for product in observation.products.all():
            if product.type == kind:
                return f"http://host/{observation.taskID}/{product.filename}"
        return None
    return get

class SerializerMeta:
    model = Observation
    fields = ["id", "taskID", "date", "used_in_hips", "parent", "children", *TEXT, *NUMBER, *WHOLE, *[f"derived_{name}" for name in DERIVED]]

Serializer = type("Serializer", (serializers.ModelSerializer,), {
    "Meta": SerializerMeta, "children": serializers.PrimaryKeyRelatedField(many=True, read_only=True),
    **{f"derived_{name}": serializers.SerializerMethodField() for name in DERIVED},
    **{f"get_derived_{name}": derived(kind) for name, kind in DERIVED.items()}})

class List(generics.ListAPIView):
    queryset = Observation.objects.prefetch_related("products", "children").order_by("id")
    serializer_class = Serializer
    filterset_fields = ["quality", "status"]

urlpatterns = [path("observations2/", List.as_view())]
application = get_wsgi_application()
'''


def rate(url, seconds):
    """Answers a second, and milliseconds of the median one, over eight connections."""
    text = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", url], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in text, text
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        home = Home(pathlib.Path(folder) / "home")
        home.start(auto_process=False)
        home.stop()
        database = home.root / "astrobase.sqlite"
        fill(database, options.count)
        copy = pathlib.Path(folder) / "django.sqlite"
        with contextlib.closing(sqlite3.connect(database)) as base:
            base.execute("VACUUM INTO ?", [str(copy)])
        (pathlib.Path(folder) / "archive.py").write_text(PROJECT)
        port = free_port()
        django = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "archive:application"],
            cwd=folder, env=dict(os.environ, ARCHIVE=str(copy)))
        home.start(auto_process=False, ready=False)
        home.wait_ready(300)
        try:
            theirs, ours = f"http://127.0.0.1:{port}/observations2/", f"http://127.0.0.1:{home.port}{API}/observations2/"

            def answers():
                with contextlib.suppress(requests.ConnectionError):
                    return requests.get(theirs, timeout=30).status_code == 200

            wait(answers, 60, "Django answers")
            rows = [requests.get(url, timeout=30).json() for url in (theirs, ours)]
            assert rows[0]["count"] == rows[1]["count"] and len(rows[0]["results"]) == len(rows[1]["results"]) == 100
            assert {row["taskID"] for row in rows[0]["results"]} == {row["taskID"] for row in rows[1]["results"]}
            time.sleep(1)
            figures = {name: rate(url, options.seconds) for name, url in (("django", theirs), ("astrobase", ours))}
            ratio = figures["astrobase"] / figures["django"]
            print(json.dumps({name: round(value, 1) for name, value in figures.items()} | {"ratio": round(ratio, 1), "ok": ratio >= 50}))
        finally:
            django.terminate()
            django.wait()
            home.stop()
    sys.exit(0 if ratio >= 50 else 1)


if __name__ == "__main__":
    main()
