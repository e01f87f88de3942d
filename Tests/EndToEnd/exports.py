# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What exports of a tenant say, in every layout, read by Python's json."""

import json

LAYOUTS = ("idm", "raw", "rest", "frodo-single", "frodo-bundle", "frodo-full", "frodo-separate", "frodo-idm",
           "fr-config-manager")
SAMPLES = {layout: "frodo" if layout == "frodo-separate" else layout for layout in LAYOUTS}


def documents(folder):
    """What the files of a folder say, read with as little knowledge of the layouts as can be."""
    found = {}

    def take(value, name, base):
        value = {key: content for key, content in value.items() if key != "_id"}
        for key in ("message", "html"):
            for locale, text in value.get(key, {}).items():
                if isinstance(text, dict):
                    value[key][locale] = (base / text["file"]).read_bytes().decode()
        if isinstance(value.get("styles"), dict):
            value["styles"] = (base / value["styles"]["file"]).read_bytes().decode()
        found[name.removeprefix("emailTemplate/")] = value

    def look(value, base, name=None):
        if "_id" in value:
            take(value, value["_id"], base)
        elif "emailTemplate" in value or "idm" in value:
            for envelope in ("emailTemplate", "idm"):
                for name, document in value.get(envelope, {}).items():
                    take(document, name, base)
        elif "global" in value:
            look(value["global"], base)
        elif "result" in value:
            for document in value["result"]:
                look(document, base)
        else:
            take(value, name, base)

    for path in folder.rglob("*.json"):
        look(json.loads(path.read_bytes()), path.parent, path.stem.removeprefix("emailTemplate-"))
    return found
