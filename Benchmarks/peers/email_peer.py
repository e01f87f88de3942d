# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Measures Python's email: email_peer.py WORKLOADS OUTPUT."""

import email.policy
import sys
import time
from email.message import EmailMessage

folder, output = sys.argv[1:]
texts = [open(f"{folder}/mail-{i}.txt", encoding="utf-8").read() for i in range(16)]
htmls = [open(f"{folder}/mail-{i}.html", encoding="utf-8").read() for i in range(16)]
subjects = open(f"{folder}/mail-subjects", encoding="utf-8").read().splitlines()


def compose(i, cte):
    message = EmailMessage(policy=email.policy.SMTP)
    message["Date"] = "Sat, 01 Jan 2000 00:00:00 +0000"
    message["From"] = "Smith & Sons <noreply@example.com>"
    message["To"] = f"user.{i:03d}@example.com"
    message["Subject"] = subjects[i]
    message["Message-ID"] = f"<{i}@example.com>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(texts[i], cte=cte)
    message.add_alternative(htmls[i], subtype="html", cte=cte)
    return message.as_bytes()


for cte, name in [("quoted-printable", "compose-qp"), ("base64", "compose-base64")]:
    with open(f"{output}/{name}", "wb") as file:
        file.write(compose(0, cte))
    best = 0
    for _ in range(4):
        start = time.perf_counter()
        count = 0
        elapsed = 0
        while elapsed < 0.4:
            for _ in range(16):
                compose(count % 16, cte)
                count += 1
            elapsed = time.perf_counter() - start
        best = max(best, count / elapsed)
    print(name, best)
