# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Dovecot's authentication, on a socket of its own, for Postfix to ask."""

import subprocess

from server import PASSWORD, USER, Unavailable, need

DOVECOT = "/usr/sbin/dovecot"
# What XOAUTH2 takes for an access token.
TOKEN = "ya29.token"

CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols =
ssl = no
auth_mechanisms = plain login cram-md5 scram-sha-256 xoauth2
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  mechanisms = xoauth2
  args = {folder}/tokens
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login cram-md5 scram-sha-256
  args = {folder}/passwords
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
# No waiting longer for each failure from one address.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


def write_configuration(folder):
    """Writes what Dovecot needs into `folder`, and returns the command that starts it; its socket is `folder`/auth."""
    need(DOVECOT, "Dovecot")
    version = subprocess.run([DOVECOT, "--version"], capture_output=True, text=True, timeout=30).stdout
    if not version.startswith("2.3."):
        raise Unavailable(f"the configuration is written for Dovecot 2.3, here is {version.strip()}")
    folder.mkdir(mode=0o755)
    (folder / "passwords").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
    (folder / "tokens").write_text(f"{USER}:{{PLAIN}}{TOKEN}::::::\n")
    configuration = folder / "dovecot.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder))
    return DOVECOT, "-F", "-c", configuration
