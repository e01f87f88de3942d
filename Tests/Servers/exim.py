# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Exim, with GnuTLS where Postfix has OpenSSL, from the folder that `install` unpacks it into."""

import pathlib
import pwd
import shutil

from certificates import Certificates
from server import (
    HOST, PASSWORD, RECIPIENTS, SMALL_LIMIT, USER, Server, Unavailable, need, need_root, read_maildir, run_by_hand)

EXIM = pathlib.Path(__file__).resolve().parents[2] / ".build-servers" / "exim" / "usr" / "sbin" / "exim4"
ACCOUNT = "Debian-exim"

CONFIGURATION = """
exim_path = {exim}
keep_environment =
spool_directory = {folder}/spool
log_file_path = {folder}/%s.log
pid_file_path = {folder}/exim.pid
primary_hostname = exim.galley.test
local_interfaces = {host}
daemon_smtp_ports = {every_port}
tls_on_connect_ports = {submissions}
tls_advertise_hosts = ${{if eq{{$received_port}}{{{plain}}}{{}}{{*}}}}
tls_certificate = {certificates.folder}/good.pem
tls_privatekey = {certificates.folder}/good.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
smtputf8_advertise_hosts = ${{if eq{{$received_port}}{{{ascii}}}{{}}{{*}}}}
message_size_limit = ${{if eq{{$received_port}}{{{small}}}{{{limit}}}{{20000000}}}}
return_path_remove = false
host_lookup =
rfc1413_hosts =
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
# It runs without root's rights and all mail belongs to one account.
deliver_drop_privilege
acl_smtp_rcpt = recipient

begin acl
recipient:
  deny condition = ${{if inlist{{$received_port}}{{{submission}}}}}
       !authenticated = *
       message = authentication is required
  deny condition = ${{if inlist{{$received_port}}{{{submissions}}}}}
       !authenticated = *
       message = authentication is required
  require verify = recipient
  accept

begin routers
known:
  driver = accept
  condition = ${{lookup{{$local_part@$domain}}lsearch*@{{{folder}/recipients}}{{yes}}{{no}}}}
  transport = inbox

begin transports
inbox:
  driver = appendfile
  directory = {folder}/mail/inbox
  maildir_format
  return_path_add
  envelope_to_add
  user = {account}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = ${{if eq{{$auth1}}{{{user}}}{{{password}}}fail}}
  server_set_id = $auth1
"""


class Exim(Server):
    """The services are those of `Postfix` that have the good certificate."""

    name = "exim"
    services = ("plain", "starttls", "submission", "submissions", "small", "ascii")

    def configure(self, stack):
        need_root()
        need(EXIM, "Exim")
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            raise Unavailable(f"Exim's account {ACCOUNT} is missing: Tests/Servers/install makes it") from None
        self.certificates = Certificates(self.folder / "certificates")
        for name in ("spool", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "spool", ACCOUNT, ACCOUNT)
        shutil.chown(self.folder / "mail", ACCOUNT, ACCOUNT)
        shutil.chown(self.folder, ACCOUNT, ACCOUNT)
        (self.folder / "recipients").write_text("".join(
            f"{'*' if address.startswith('@') else ''}{address}:\n" for address in RECIPIENTS))
        configuration = self.folder / "exim.conf"
        configuration.write_text(CONFIGURATION.format(
            **self.ports, exim=EXIM, folder=self.folder, host=HOST, certificates=self.certificates, account=ACCOUNT,
            user=USER, password=PASSWORD, limit=SMALL_LIMIT, every_port=" : ".join(map(str, self.ports.values()))))
        self.start(stack, EXIM, "-C", configuration, "-bdf")

    def delivered(self):
        return read_maildir(self.folder / "mail" / "inbox", ("return-path", "envelope-to", "received"))


if __name__ == "__main__":
    run_by_hand(Exim)
