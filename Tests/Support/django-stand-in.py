#!/usr/bin/env python3
"""A small stand-in for the existing Django backend, made after recordings of its answers: the same paths, fields, filters, shapes
and status codes, on an SQLite file of its own. For tests only.

    django-stand-in.py DATABASE [PORT]        prints "listening PORT" once it answers; user admin, password admin

Faults are ordered by POST /control {"faults": ["503", "drop", "lost", "html", "429", "slow", …]}: one for each of the next
requests to the API, "" for none. `drop` closes the connection without doing anything, `lost` does it and then closes,
`slow` does it and answers after three seconds. POST /control {"reset": true} empties the database.
"""
import base64
import json
import os
import socketserver
import sys
import threading
import time
import wsgiref.simple_server

import django
from django.conf import settings

settings.configure(
    DEBUG=False, SECRET_KEY="a test", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True, TIME_ZONE="UTC",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_filters", "rest_framework"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "OPTIONS": {"timeout": 30}}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    REST_FRAMEWORK={
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination", "PAGE_SIZE": 100,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.Basic"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    })


def _early():
    from rest_framework.authentication import BaseAuthentication

    class Basic(BaseAuthentication):
        """Wrong credentials are answered as missing ones, as recorded."""

        def authenticate(self, request):
            given = request.META.get("HTTP_AUTHORIZATION", "")
            if given != "Basic " + base64.b64encode(b"admin:admin").decode():
                return None
            from django.contrib.auth.models import User
            return User(username="admin", id=1), None

        def authenticate_header(self, request):
            return 'Basic realm="api"'

    return Basic


sys.modules.setdefault(__name__, sys.modules["__main__"])
django.setup()
Basic = _early()

import django_filters
from django.db import connection, models
from django.db.models import Sum
from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import routers, serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.response import Response


def choices(*words):
    return [(word, word) for word in words]


class Observation(models.Model):
    task_type = models.CharField(max_length=20, default="observation", choices=choices("master", "observation"))
    name = models.CharField(max_length=100, default="unknown")
    instrument = models.CharField(max_length=50, default="Canon 2000D - Samyang 135", choices=choices(
        "Powershot G2", "Powershot G15", "Canon 350D - Sigma 18-200", "Canon 2000D - Sigma 18-200",
        "Canon 2000D - Samyang 135", "other"))
    filter = models.CharField(max_length=20, default="CLS", choices=choices("None", "CLS", "other"))
    taskID = models.CharField(max_length=30, blank=True, default="")
    field_name = models.CharField(max_length=255, null=True, blank=True)
    field_ra = models.FloatField(null=True)
    field_dec = models.FloatField(null=True)
    field_fov = models.FloatField(null=True)
    box = models.CharField(max_length=255, null=True, blank=True)
    ra_min = models.FloatField(null=True)
    ra_max = models.FloatField(null=True)
    dec_min = models.FloatField(null=True)
    dec_max = models.FloatField(null=True)
    ra_dec_fov = models.CharField(max_length=30, null=True, blank=True)
    date = models.DateTimeField(null=True, blank=True)
    my_status = models.CharField(max_length=50, default="defined")
    new_status = models.CharField(max_length=50, default="defined")
    astrometry_url = models.CharField(max_length=200, default="http://nova.astrometry.net", blank=True)
    job = models.CharField(max_length=100, default="", blank=True)
    url = models.CharField(max_length=200, default="", blank=True)
    quality = models.CharField(max_length=30, default="good")
    description = models.CharField(max_length=255, default="", blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    exposure_in_seconds = models.IntegerField(default=0)
    iso = models.CharField(max_length=10, default="none", choices=choices(
        "none", "100", "200", "400", "800", "1600", "3200", "6400"))
    focal_length = models.IntegerField(default=135)
    stacked_images = models.IntegerField(default=1)
    magnitude = models.FloatField(null=True)
    image_type = models.CharField(max_length=30, default="other", choices=choices(
        "solar system", "stars wide angle", "stars zoomed-in", "deep sky", "moon", "spacecraft", "scenery", "technical",
        "event", "other"))
    used_in_hips = models.BooleanField(default=True)
    extra = models.TextField(null=True, blank=True)
    transient = models.CharField(max_length=30, null=True, blank=True)

    class Meta:
        app_label = "stand_in"
        ordering = ["id"]

    def __str__(self):
        return f"{self.taskID} - {self.name} - {self.field_name}"


class DataProduct(models.Model):
    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="dataproducts")
    filename = models.CharField(max_length=200)
    dataproduct_type = models.CharField(max_length=50)
    new_status = models.CharField(max_length=50)
    size = models.BigIntegerField(default=0)

    class Meta:
        app_label = "stand_in"


class Job(models.Model):
    job_service = models.CharField(max_length=50, default="celery")
    queue = models.CharField(max_length=50, default="celery")
    celery_id = models.CharField(max_length=100, null=True)
    creationTime = models.DateTimeField(auto_now_add=True)
    command = models.CharField(max_length=100, default="")
    parameters = models.CharField(max_length=2000, default="", blank=True)
    extra = models.TextField(null=True, blank=True)
    status = models.CharField(max_length=50, default="unknown")
    result = models.TextField(default="", blank=True)

    class Meta:
        app_label = "stand_in"
        ordering = ["id"]


class Field(models.Model):
    field_name = models.CharField(max_length=255, null=True, blank=True)
    field_ra = models.FloatField(null=True)
    field_dec = models.FloatField(null=True)
    field_fov = models.FloatField(null=True)
    cutout_size = models.IntegerField(null=True)

    class Meta:
        abstract = True


class CutoutDirectory(Field):
    directory = models.CharField(max_length=255, primary_key=True, default="")
    visible = models.BooleanField(default=True)
    status = models.CharField(max_length=50, default="unknown")

    class Meta:
        app_label = "stand_in"
        ordering = ["directory"]


class Cutout(Field):
    filename = models.CharField(max_length=255, primary_key=True, default="")
    creationTime = models.DateTimeField(auto_now_add=True)
    directory = models.CharField(max_length=255, default="", blank=True)
    order = models.IntegerField(default=0)
    visible = models.BooleanField(default=False)
    delete = models.BooleanField(default=False)
    observation_date = models.DateTimeField(null=True)
    observation_name = models.CharField(max_length=100, null=True)
    observation_quality = models.CharField(max_length=30, null=True)
    observation_taskID = models.CharField(max_length=30, default="", blank=True)
    cutout_quality = models.CharField(max_length=30, default="unknown")
    status = models.CharField(max_length=50, default="unknown")

    class Meta:
        app_label = "stand_in"
        ordering = ["filename"]

DERIVED = [
    "sky_plot_image", "annotated_image", "annotated_grid_image", "annotated_grid_eq_image", "annotated_stars_image",
    "sky_globe_image", "fits", "annotated_transient_image", "annotated_exoplanets_image",
]
FIRST = [
    "id", "task_type", "name", "instrument", "filter", "taskID", "field_name", "field_ra", "field_dec", "field_fov", "box",
    "ra_min", "ra_max", "dec_min", "dec_max", "ra_dec_fov", "date",
]
LAST = [
    "my_status", "new_status", "astrometry_url", "job", "url", "quality", "description", "parent", "exposure_in_seconds",
    "iso", "focal_length", "stacked_images", "magnitude", "image_type", "used_in_hips",
]


class ObservationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Observation
        fields = FIRST + LAST + ["extra", "transient"]

    def to_representation(self, o):
        plain = super().to_representation(o)
        answer = {name: plain[name] for name in FIRST}
        if o.parent:
            answer["date"] = date_text(o.parent)
        answer["size"] = o.dataproducts.aggregate(sum=Sum("size"))["sum"]
        answer["derived_raw_image"] = f"DATA_HOST/{o.taskID}/{o.taskID}_raw.jpg"
        for name in DERIVED:
            product = o.dataproducts.filter(dataproduct_type=name.removesuffix("_image")).last()
            answer["derived_" + name] = product and f"DATA_HOST/{o.taskID}/{product.filename}"
        for name in LAST:
            answer[name] = plain[name]
            if name == "parent" and o.parent:
                answer["derived_parent_taskid"] = o.parent.taskID
        answer["children"] = [str(child) for child in o.children.all()]
        answer["extra"], answer["transient"] = plain["extra"], plain["transient"]
        return answer

    def create(self, values):
        return self.update(Observation(), values)

    def update(self, o, values):
        for name, value in values.items():
            setattr(o, name, value)
        if "new_status" in values:
            o.my_status = o.new_status
        elif "my_status" in values:
            o.new_status = o.my_status
        if values.get("box"):
            numbers = [float(part) for part in o.box.split(",")]
            o.ra_min, o.ra_max = min(numbers[0::2]), max(numbers[0::2])
            o.dec_min, o.dec_max = min(numbers[1::2]), max(numbers[1::2])
        if o.parent:
            o.instrument, o.filter, o.field_name = o.parent.instrument, o.parent.filter, o.parent.field_name
            for name in ["field_ra", "field_dec", "field_fov", "magnitude"]:
                if getattr(o, name) is None:
                    setattr(o, name, getattr(o.parent, name))
        o.save()
        return o


def date_text(o):
    return serializers.DateTimeField().to_representation(o.date) if o.date else None


class JobSerializer(serializers.ModelSerializer):
    class Meta:
        model = Job
        fields = ["id", "job_service", "queue", "celery_id", "creationTime", "command", "parameters", "extra", "status", "result"]


class CutoutDirectorySerializer(serializers.ModelSerializer):
    class Meta:
        model = CutoutDirectory
        fields = ["directory", "field_name", "field_ra", "field_dec", "field_fov", "cutout_size", "visible", "status"]

    def to_representation(self, d):
        shown = Cutout.objects.filter(directory=d.directory, visible=True).order_by("order", "observation_date", "filename")
        thumbnail = shown.first()
        return super().to_representation(d) | {
            "derived_url": "DATA_HOST/cutouts", "number_of_images": shown.count(),
            "thumbnail": thumbnail and f"DATA_HOST/cutouts/{d.directory}/{thumbnail.filename}"}


class CutoutSerializer(serializers.ModelSerializer):
    class Meta:
        model = Cutout
        fields = [
            "filename", "creationTime", "directory", "field_name", "field_ra", "field_dec", "field_fov", "cutout_size", "order",
            "visible", "delete", "observation_date", "observation_name", "observation_quality", "observation_taskID",
            "cutout_quality", "status"]

    def to_representation(self, c):
        return super().to_representation(c) | {"derived_url": f"DATA_HOST/cutouts/{c.directory}/{c.filename}"}


class ObservationFilter(django_filters.FilterSet):
    my_status__in = django_filters.BaseInFilter(field_name="my_status", lookup_expr="in")
    fieldsearch = django_filters.CharFilter(field_name="field_name", lookup_expr="icontains")
    coordsearch = django_filters.CharFilter(method="covers")

    class Meta:
        model = Observation
        fields = {"taskID": ["exact"], "my_status": ["exact"], "field_ra": ["gte", "lte"], "field_dec": ["gte", "lte"]}

    def covers(self, found, name, value):
        """Plain degrees, and a ValueError where they are none: both as recorded."""
        ra, dec = [float(part) for part in value.split(",")]
        return found.filter(ra_min__lte=ra, ra_max__gte=ra, dec_min__lte=dec, dec_max__gte=dec)


class ObservationView(viewsets.ModelViewSet):
    queryset = Observation.objects.all()
    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter

    def perform_destroy(self, o):
        # By hand: these models belong to no installed application, whose relations Django would know.
        o.children.update(parent=None)
        o.dataproducts.all().delete()
        Observation.objects.filter(pk=o.pk).delete()


class JobView(viewsets.ModelViewSet):
    queryset = Job.objects.all()
    serializer_class = JobSerializer
    filterset_fields = ["status", "job_service", "command"]


class CutoutDirectoryView(viewsets.ModelViewSet):
    queryset = CutoutDirectory.objects.all()
    serializer_class = CutoutDirectorySerializer
    lookup_value_regex = "[^/]+"


class CutoutView(viewsets.ModelViewSet):
    queryset = Cutout.objects.all()
    serializer_class = CutoutSerializer
    filterset_fields = ["directory", "observation_taskID", "status", "visible"]
    lookup_value_regex = "[^/]+"

    def perform_destroy(self, cutout):
        # The model has a field of the name `delete`.
        Cutout.objects.filter(pk=cutout.pk).delete()


@api_view(["GET"])
def next_task_id(request):
    day, postfix = request.GET["timestamp"][2:], request.GET.get("taskid_postfix", "")
    numbers = [0]
    for (task_id,) in Observation.objects.filter(taskID__startswith=day, taskID__endswith=postfix).values_list("taskID"):
        middle = task_id[len(day):len(task_id) - len(postfix)]
        if middle.isdigit():
            numbers.append(int(middle))
    return Response({"taskID": f"{day}{max(numbers) + 1:03}{postfix}"})


@api_view(["POST"])
def post_dataproducts(request):
    observation = Observation.objects.get(taskID=request.GET["taskID"])
    for item in request.data:
        DataProduct.objects.create(
            observation=observation, filename=item["filename"], dataproduct_type=item["dataproduct_type"],
            new_status=item["new_status"], size=int(item["size"]))
    return Response({"taskID": None})


FAULTS = []


@csrf_exempt
def control(request):
    order = json.loads(request.body)
    if order.get("reset"):
        for model in MODELS:
            model.objects.all().delete()
    FAULTS[:] = order.get("faults", [])
    return JsonResponse({"faults": len(FAULTS)})


router = routers.DefaultRouter()
router.include_root_view = False
router.register("observations2", ObservationView)
router.register("jobs", JobView)
router.register("cutout_directories", CutoutDirectoryView)
router.register("cutouts", CutoutView)
urlpatterns = [
    path("control", control),
    path("my_astrobase/get_next_taskid", next_task_id),
    path("my_astrobase/post_dataproducts", post_dataproducts),
    path("my_astrobase/", include(router.urls)),
]
MODELS = [DataProduct, Observation, Job, Cutout, CutoutDirectory]


class Drop(Exception):
    pass


class Faulty:
    """The application with the ordered faults in front."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start):
        api = environ["PATH_INFO"].startswith("/my_astrobase")
        fault = FAULTS.pop(0) if api and FAULTS else ""
        if fault == "drop":
            raise Drop
        if fault in ("429", "500", "502", "503"):
            start(f"{fault} Trouble", [("Content-Type", "application/json"), ("Retry-After", "0")])
            return [b'{"detail": "trouble"}']
        if fault == "html":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [b"<!DOCTYPE html><html><head><title>Log in to the hotel's network</title></head></html>"]
        answer = self.application(environ, (lambda *a, **k: None) if fault == "lost" else start)
        if fault == "lost":
            raise Drop
        if fault == "slow":
            time.sleep(3)
        return answer


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass

    def handle(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.parse_request():
            return
        handler = wsgiref.simple_server.ServerHandler(self.rfile, self.wfile, self.get_stderr(), self.get_environ(), multithread=True)
        handler.request_handler = self
        handler.log_exception = lambda *_: None
        handler.error_output = lambda environ, start: (_ for _ in ()).throw(Drop())
        try:
            handler.run(self.server.get_app())
        except Exception:
            pass


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 128


def end_with_parent():
    """A test that dies leaves nothing behind."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    from django.core.wsgi import get_wsgi_application

    with connection.schema_editor() as editor:
        for model in MODELS:
            if model._meta.db_table not in connection.introspection.table_names():
                editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    server = wsgiref.simple_server.make_server("127.0.0.1", port, Faulty(get_wsgi_application()), Server, Handler)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(f"listening {server.server_port}", flush=True)
    server.serve_forever()
