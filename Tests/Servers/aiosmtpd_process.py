# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""The process of `aiosmtpd_server`: reads its settings from a JSON file, and logs what it got as JSON lines."""

import asyncio
import base64
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def serve(settings):
    known, domains = set(settings["recipients"]), {name[1:] for name in settings["recipients"] if name[0] == "@"}
    log = open(settings["messages"], "a", encoding="utf-8")

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address not in known and address.rpartition("@")[2] not in domains:
                return "550 5.1.1 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"

        async def handle_DATA(self, server, session, envelope):
            content = base64.b64encode(envelope.original_content).decode()
            for recipient in envelope.rcpt_tos:
                print(json.dumps({"sender": envelope.mail_from, "recipient": recipient, "content": content}), file=log)
            log.flush()
            return "250 2.0.0 OK"

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login.decode(), data.password.decode()) == (settings["user"], settings["password"])
        return AuthResult(success=good, handled=good)

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(settings["chain"])
    every = {"hostname": "aiosmtpd.galley.test", "authenticator": authenticate}
    services = {
        "plain": {"enable_SMTPUTF8": True},
        "starttls": {"enable_SMTPUTF8": True, "tls_context": tls, "require_starttls": True},
        "submission": {"enable_SMTPUTF8": True, "tls_context": tls, "require_starttls": True, "auth_required": True},
        "small": {"enable_SMTPUTF8": True, "data_size_limit": settings["limit"]},
        "ascii": {},
    }

    async def run():
        loop = asyncio.get_running_loop()
        for name, options in services.items():
            await loop.create_server(
                lambda options=options: SMTP(Handler(), **every, **options), settings["host"], settings["ports"][name])
        await loop.create_future()

    asyncio.run(run())


serve(json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")))
