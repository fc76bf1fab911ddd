"""Reads CloudEvents from the file given, and sends each one's data as the Open edX signal of its type."""

import io
import json
import sys

import fastavro
from django.conf import settings

settings.configure(EVENTS_SERVICE_NAME="proctoring")

from openedx_events.event_bus.avro.deserializer import AvroSignalDeserializer  # noqa: E402
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer  # noqa: E402
from openedx_events.learning import signals  # noqa: E402, F401
from openedx_events.tooling import OpenEdxPublicSignal  # noqa: E402


def send(event):
    signal = OpenEdxPublicSignal.get_signal_by_type(event["type"])
    schema = fastavro.parse_schema(json.loads(AvroSignalSerializer(signal).schema_string()))
    wire = io.BytesIO()
    fastavro.schemaless_writer(wire, schema, event["data"], strict=True)
    wire.seek(0)
    read_back = fastavro.schemaless_reader(wire, schema)
    if read_back != event["data"]:
        raise ValueError(f"{event['type']}: {read_back} is not {event['data']}")

    received = []
    signal.connect(lambda **arguments: received.append(arguments["exam_attempt"]), weak=False)
    signal.send_event(send_robust=False, **AvroSignalDeserializer(signal).from_dict(read_back))
    if len(received) != 1:
        raise ValueError(f"{event['type']}: no receiver was called")
    print(f"{event['type']}: as published")


with open(sys.argv[1], encoding="utf-8") as file:
    for cloud_event in json.load(file):
        send(cloud_event)
