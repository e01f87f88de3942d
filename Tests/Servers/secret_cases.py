# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""The places that a secret can stand in: one case for each."""

import base64
import dataclasses
import json

from canaries import canary

# Nothing listens on the port.
CLOSED_PORT = 1
PERSON = {"userName": "anna", "givenName": "Anna", "sn": "Bell", "mail": "anna@galley.test"}
GRAPH = "https://127.0.0.1:1"


@dataclasses.dataclass
class Case:
    """What the commands are given. A text stands for itself, anything else for its JSON."""
    provider: object
    properties: object = None
    environment: dict = dataclasses.field(default_factory=dict)
    person: dict = dataclasses.field(default_factory=lambda: dict(PERSON))
    request: dict = dataclasses.field(default_factory=dict)
    body: str = ""
    subject: str = ""
    roots: str = None


def smtp(auth=None, properties=(), **members):
    auth = {"enable": True, "username": "mailer", "password": "none"} | (auth or {})
    return {"host": "localhost", "port": CLOSED_PORT, "from": "noreply@far.test", "auth": auth,
            "starttls": {"enable": False}, "ssl": {"enable": False}, "smtpProperties": list(properties)} | members


def graph(auth=None, **members):
    auth = {"enable": True, "type": "oauth2", "clientId": "galley", "clientSecret": "none", "scope": ["x/.default"],
            "tokenEndpoint": f"{GRAPH}/oauth2/v2.0/token"} | (auth or {})
    return {"type": "msgraph", "mailEndpoint": f"{GRAPH}/v1.0/users/noreply@far.test/sendMail",
            "from": "noreply@far.test", "auth": auth} | members


def password(value, **inputs):
    return Case(smtp({"password": value}), **inputs)


def entry(text):
    return Case(smtp(properties=[text]))


def crypto(secret, **members):
    value = {"cipher": "AES/CBC/PKCS5Padding", "data": secret, "iv": "aXY=", "salt": "c2FsdA==", "keySize": 16,
             "purpose": "idm.config.encryption", "mac": "bWFj", "stableId": "openidm-sym-default"} | members
    return {"$crypto": {"type": "x-simple-encryption", "value": value}}


NAME = "&{esv.canary}"
# By what they show: each makes its `Case` of a secret.
CASES = {
    # The password, however it comes.
    "password": password,
    "password, unused": lambda s: Case(smtp({"enable": False, "password": s})),
    "password by a default": lambda s: password("&{esv.missing|" + s + "}"),
    "password by properties": lambda s: password(NAME, properties={"esv.canary": s}),
    "password by properties, secret": lambda s: password(NAME, properties={"esv.canary": {"secret": s}}),
    "password by the environment": lambda s: password(NAME, environment={"ESV_CANARY": s}),
    "password by the environment, secret": lambda s: password(
        NAME, properties={"esv.canary": {"secret": True}}, environment={"ESV_CANARY": s}),
    "password by $string": lambda s: password({"$string": "&{esv.missing|" + s + "}"}),
    "password by $base64": lambda s: password({"$base64": base64.b64encode(s.encode()).decode()}),
    "password by $int": lambda s: password({"$int": s}),
    "password beside text": lambda s: password("a" + NAME + "b", properties={"esv.canary": {"secret": s}}),
    "password in a default of a default": lambda s: password("&{esv.one|&{esv.two|" + s + "}}"),
    "password in the name of a placeholder": lambda s: password(
        "&{esv.&{esv.canary}.x}", properties={"esv.canary": {"secret": s}}),
    "password before a placeholder without a value": lambda s: password(s + "&{esv.missing}"),
    "password in an array": lambda s: password([s]),
    "password in an object": lambda s: password({"value": s}),
    "password beside a line break": lambda s: password(f"{s}\r\nRSET"),
    "password beyond ASCII": lambda s: password(f"{s}é\u0000"),
    "password of oauth2": lambda s: Case(smtp({"type": "oauth2", "clientSecret": s})),
    # What the tenant encrypted.
    "$crypto data": lambda s: password(crypto(s)),
    "$crypto key": lambda s: password({"$crypto": {"value": {"cipher": "RSA", "data": "ZGF0YQ==", "key": s}}}),
    "$crypto beside another key": lambda s: password(crypto("ZGF0YQ==") | {"plain": s}),
    "$crypto of another property": lambda s: Case(smtp(threadPoolSize=crypto(s))),
    "$purpose": lambda s: password({"$purpose": {"name": "idm.email", "jsonPointer": s}}),
    # Properties of Jakarta Mail.
    "proxy password": lambda s: entry(f"mail.smtp.proxy.password={s}"),
    "SOCKS password": lambda s: entry(f"mail.smtp.socks.password={s}"),
    "proxy password of another protocol": lambda s: entry(f"mail.smtps.proxy.password={s}"),
    "password of another protocol": lambda s: entry(f"mail.smtps.password={s}"),
    "proxy password with a space": lambda s: entry(f"mail.smtp.proxy.password {s}"),
    "proxy password by a default": lambda s: entry("mail.smtp.proxy.password=&{esv.missing|" + s + "}"),
    "proxy password, twice": lambda s: Case(smtp(properties=[f"mail.smtp.proxy.password={x}" for x in (s, "none")])),
    "proxy password in an object": lambda s: Case(smtp(smtpProperties={"mail.smtp.proxy.password": s})),
    "proxy password in a string": lambda s: Case(smtp(smtpProperties=f"mail.smtp.proxy.password={s}")),
    "debug password": lambda s: entry(f"mail.debug.auth.password={s}"),
    # Keys that the provider does not have.
    "unknown password": lambda s: Case(smtp(password=s)),
    "misspelt password": lambda s: Case(smtp({"passwrd": s})),
    "unknown apiKey": lambda s: Case(smtp(apiKey={"value": [s]})),
    "auth in a string": lambda s: Case(smtp() | {"auth": f"mailer:{s}"}),
    "auth in an array": lambda s: Case(smtp() | {"auth": ["mailer", s]}),
    # Microsoft Graph.
    "client secret": lambda s: Case(graph({"clientSecret": s})),
    "client secret by $string": lambda s: Case(graph({"clientSecret": {"$string": NAME}}), {"esv.canary": s}),
    "client secret in an object": lambda s: Case(graph({"clientSecret": {"value": s}})),
    "password of a proxy": lambda s: Case(graph(proxy={"proxyUri": "http://localhost:1", "password": s})),
    "proxyUri": lambda s: Case(graph(proxy={"proxyUri": f"http://mailer:{s}@localhost:1"})),
    "mailEndpoint": lambda s: Case(graph(mailEndpoint=f"https://mailer:{s}@localhost:1/sendMail")),
    "mailEndpoint without TLS": lambda s: Case(graph(mailEndpoint=f"http://mailer:{s}@localhost:1/sendMail")),
    "mailEndpoint with a query": lambda s: Case(graph(mailEndpoint=f"{GRAPH}/sendMail?sig={s}")),
    "tokenEndpoint": lambda s: Case(graph({"tokenEndpoint": f"https://mailer:{s}@localhost:1/token"})),
    "tokenEndpoint without TLS": lambda s: Case(graph({"tokenEndpoint": f"http://mailer:{s}@localhost:1/token"})),
    # Secrets in the place of anything else.
    "secret port": lambda s: Case(smtp(port=NAME), {"esv.canary": {"secret": s}}),
    "secret host": lambda s: Case(smtp(host=NAME), {"esv.canary": {"secret": s}}),
    "secret user name": lambda s: Case(smtp({"username": NAME}), {"esv.canary": {"secret": s}}),
    "secret client id": lambda s: Case(graph({"clientId": NAME}), {"esv.canary": {"secret": s}}),
    "secret sender": lambda s: Case(smtp() | {"from": f"{NAME}@far.test"}, {"esv.canary": {"secret": s}}),
    "secret endpoint": lambda s: Case(graph(mailEndpoint=f"{GRAPH}/{NAME}"), {"esv.canary": {"secret": s}}),
    "secret property": lambda s: Case(smtp(properties=[f"mail.smtp.localhost={NAME}"]), {"esv.canary": {"secret": s}}),
    # Templates.
    "secret in a body": lambda s: Case(smtp(), {"esv.canary": {"secret": s}}, body=f"<p>{NAME}</p>"),
    "secret in a link": lambda s: Case(
        smtp(), {"esv.canary": {"secret": s}}, body=f'<a href="https://x.test/?k={NAME}&a={{{{object.sn}}}}">x</a>'),
    "secret in an expression": lambda s: Case(
        smtp(), {"esv.canary": {"secret": s}}, body='{{#if object.sn}}{{lookup object "' + NAME + '"}}{{/if}}'),
    "secret in a default": lambda s: Case(smtp(), {"esv.canary": {"secret": s}}, body="&{esv.none|&{esv.canary}}"),
    "secret in a subject": lambda s: Case(smtp(), {"esv.canary": {"secret": s}}, subject=NAME),
    # People and requests.
    "password of a person": lambda s: Case(smtp(), person=PERSON | {"password": s, "answers": [{"answer": s}]}),
    "password of a request": lambda s: Case(smtp(), request={"password": s, "auth": {"password": s}}),
    "password in the object of a request": lambda s: Case(smtp(), request={"object": PERSON | {"password": s}}),
    # Files that are not what they should be.
    "provider that is no JSON": lambda s: Case(json.dumps(smtp({"password": s}))[:-2] + ",,"),
    "provider that ends in its password": lambda s: Case('{"auth": {"password": "' + s),
    "provider with a repeated key": lambda s: Case(
        json.dumps(smtp()).replace('"password"', f'"password": "{s}", "password"')),
    "properties that are no JSON": lambda s: Case(smtp(), '{"esv.canary": {"secret": "' + s + '"}'),
    "properties that are a list": lambda s: Case(smtp(), {"esv.canary": {"secret": [s]}}),
    "properties of another form": lambda s: Case(smtp(), {"esv.canary": {"secret": s, "note": "x"}}),
    "key in the file of roots": lambda s: Case(
        smtp(ssl={"enable": True}), roots=f"-----BEGIN PRIVATE KEY-----\n{s}\n-----END PRIVATE KEY-----\n"),
}

SECRETS = {name: canary(name) for name in CASES}
