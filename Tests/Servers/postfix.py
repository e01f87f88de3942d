# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Postfix with a configuration and queue of its own, and Dovecot's authentication behind it."""

import pwd
import shutil
import subprocess

import dovecot
from certificates import BAD, GOOD, Certificates
from server import HOST, RECIPIENTS, SMALL_LIMIT, Server, need, need_root, read_maildir, run_by_hand

POSTFIX = "/usr/sbin/postfix"
POSTCONF = "/usr/sbin/postconf"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = {host}
inet_protocols = ipv4
myhostname = postfix.galley.test
mydestination =
alias_maps =
local_recipient_maps =
mynetworks =
# Header fields stay as they come: nothing is completed, added or, as Bcc would be, dropped.
local_header_rewrite_clients =
message_drop_headers =
smtputf8_enable = yes
message_size_limit = 20000000
smtpd_delay_reject = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/dovecot/auth
smtpd_sasl_security_options = noanonymous
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
default_process_limit = 30
virtual_mailbox_domains = galley.test, elsewhere.test
virtual_mailbox_maps = texthash:{folder}/recipients
virtual_mailbox_base = {folder}/mail
virtual_mailbox_limit = 0
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
"""

# The daemons that every mail goes through, as they stand in Postfix's own master.cf.
DAEMONS = """
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""

STARTTLS = {"smtpd_tls_security_level": "may", "smtpd_tls_auth_only": "yes", "smtpd_sasl_auth_enable": "yes"}
IMPLICIT = {"smtpd_tls_wrappermode": "yes", "smtpd_sasl_auth_enable": "yes"}
# Mail from strangers is refused.
SUBMISSION = {"smtpd_client_restrictions": "permit_sasl_authenticated,reject"}


class Postfix(Server):
    """The services are

    - `plain`: neither TLS nor AUTH;
    - `starttls`: STARTTLS, and AUTH behind it; takes mail for its own domains from everybody;
    - `submission` and `submissions`: STARTTLS and implicit TLS; mail is refused without AUTH;
    - `small`: as `plain`, with at most `SMALL_LIMIT` octets;
    - `ascii`: as `plain`, without SMTPUTF8;
    - `starttls-NAME` and `submissions-NAME` for each bad certificate of that name.
    """

    name = "postfix"
    kinds = {
        "plain": (GOOD, {"smtpd_tls_security_level": "none"}),
        "starttls": (GOOD, STARTTLS),
        "submission": (GOOD, STARTTLS | SUBMISSION | {"smtpd_tls_security_level": "encrypt"}),
        "submissions": (GOOD, IMPLICIT | SUBMISSION),
        "small": (GOOD, {"message_size_limit": str(SMALL_LIMIT)}),
        "ascii": (GOOD, {"smtputf8_enable": "no"}),
    } | {
        f"{kind}-{leaf.name}": (leaf, settings) for leaf in BAD
        for kind, settings in (("starttls", STARTTLS), ("submissions", IMPLICIT | SUBMISSION))
    }
    services = tuple(kinds)

    def configure(self, stack):
        need_root()
        need(POSTFIX, "Postfix")
        self.certificates = Certificates(self.folder / "certificates")
        configuration = self.folder / "postfix"
        configuration.mkdir()
        user = pwd.getpwnam("nobody")
        (configuration / "main.cf").write_text(
            MAIN.format(folder=self.folder, host=HOST, user=user.pw_uid, group=user.pw_gid))
        (configuration / "master.cf").write_text(DAEMONS + "".join(map(self._service, self.services)))
        (self.folder / "recipients").write_text("".join(f"{address} inbox/\n" for address in RECIPIENTS))
        (self.folder / "mail").mkdir()
        shutil.chown(self.folder / "mail", user.pw_uid, user.pw_gid)
        (self.folder / "queue").mkdir()
        (self.folder / "data").mkdir()
        shutil.chown(self.folder / "data", "postfix", "postfix")
        self.start(stack, *dovecot.write_configuration(self.folder / "dovecot"))
        self.wait_until((self.folder / "dovecot" / "auth").exists, "Dovecot's socket")
        # Makes the folders of the queue. `start-fg` would do it too, but its daemons leave the group of processes.
        subprocess.run([POSTFIX, "-c", configuration, "check"], check=True, capture_output=True, timeout=60)
        daemons = subprocess.run([POSTCONF, "-h", "-c", configuration, "daemon_directory"], check=True,
                                 capture_output=True, text=True, timeout=60).stdout.strip()
        self.start(stack, f"{daemons}/master", "-c", configuration, "-d")

    def delivered(self):
        return read_maildir(
            self.folder / "mail" / "inbox", ("return-path", "x-original-to", "delivered-to", "received"))

    def _service(self, name):
        leaf, settings = self.kinds[name]
        settings = settings | {
            "syslog_name": f"postfix/{name}", "smtpd_tls_chain_files": self.certificates.chain(leaf.name)}
        options = "".join(f" -o {key}={value}" for key, value in settings.items())
        return f"{HOST}:{self.ports[name]} inet n - n - - smtpd{options}\n"


if __name__ == "__main__":
    run_by_hand(Postfix)
