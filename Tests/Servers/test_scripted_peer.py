# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley send`, `galley verify --live` and `galley provider check` against a peer that does everything wrong.

Whatever the peer does: the exit status, the stage and the outcome are the right ones; no credential goes out in the
clear or gets into a report; no message is handed over twice; what the peer said comes out escaped; and nothing waits
past its limit.

`GALLEY_PEER_CASE` in the environment picks the cases whose names have these words.
"""

import concurrent.futures
import os
import pathlib
import sys
import tempfile
import unittest

import peer_cases_auth
import peer_cases_delivery
import peer_cases_pool
import peer_cases_tls
from peer_case import address, make_certificates, play
from server import say_skipped

# Most of the time they wait for one another.
WORKERS = 8


class ScriptedPeerTests(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="galley-peer-")
        cls.addClassCleanup(folder.cleanup)
        cls.certificates = make_certificates(pathlib.Path(folder.name))
        cls.pool = concurrent.futures.ThreadPoolExecutor(WORKERS)
        cls.addClassCleanup(cls.pool.shutdown)
        cls.count, cls.overruns = 0, []

    @classmethod
    def tearDownClass(cls):
        if cls.overruns:
            overrun, name = max(cls.overruns)
            print(f"galley: the scripted peer: {cls.count} cases; the most past a limit, by the client's clock: "
                  f"{overrun:.2f} s ({name})",
                  file=sys.stderr)

    def play(self, cases):
        if address() is None and any(case.off_loopback for case in cases):
            say_skipped("a scripted peer off loopback", "this machine has no other address")
            cases = [case for case in cases if not case.off_loopback]
        names = [case.name for case in cases]
        self.assertEqual(sorted(names), sorted(set(names)), "two cases have the same name")
        only = os.environ.get("GALLEY_PEER_CASE", "")
        cases = [case for case in cases if only in case.name]
        for case, run in zip(cases, list(self.pool.map(lambda case: play(case, self.certificates), cases))):
            # What took too long gets another try while nothing else is going on.
            if run.delays and not run.problems:
                run = play(case, self.certificates)
            type(self).count += 1
            self.overruns.append((run.overrun, case.name))
            with self.subTest(case.name):
                self.assertEqual("", "\n".join(run.problems + run.delays))

    def test_tls(self):
        self.play(peer_cases_tls.CASES)

    def test_authentication(self):
        self.play(peer_cases_auth.AUTH)

    def test_injection(self):
        self.play(peer_cases_auth.INJECTION)

    def test_replies(self):
        self.play(peer_cases_delivery.REPLIES)

    def test_delivery(self):
        self.play(peer_cases_delivery.DELIVERY)

    def test_pool(self):
        self.play(peer_cases_pool.CASES)

    def test_time(self):
        self.play(peer_cases_delivery.TIME)


if __name__ == "__main__":
    unittest.main()
