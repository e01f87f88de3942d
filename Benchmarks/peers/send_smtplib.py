# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Sends messages with Python's standard library: send_smtplib.py PORT SESSIONS COUNT

Each session is one client that stays open, in a thread of its own.
"""

import itertools
import smtplib
import sys
import threading

HEADER = (
    "Date: Sat, 01 Jan 2000 00:00:00 +0000\r\nFrom: \"Smith & Sons\" <noreply@example.com>\r\n"
    "To: user@example.com\r\nSubject: Your new password, user %d\r\nMessage-ID: <%d@example.com>\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
)
BODY = "<p>Hello! Follow the link that stands below to choose another password.</p>\r\n" * 133

port, sessions, count = map(int, sys.argv[1:4])
numbers = itertools.count()


def run():
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
        while (number := next(numbers)) < count:
            message = (HEADER % (number, number) + BODY).encode("ascii")
            client.sendmail("noreply@example.com", ["user@example.com"], message)


threads = [threading.Thread(target=run) for _ in range(sessions)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
