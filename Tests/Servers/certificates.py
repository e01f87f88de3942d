# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""A private certification authority, one good certificate, and one for each way to be bad.

Revocation is left out: the client under test fetches neither CRLs nor OCSP replies.
"""

import dataclasses
import pathlib
import shutil
import subprocess

from server import Unavailable

DAY = "%02d0101000000Z"
PAST, LATELY, NEAR, FAR = (DAY % year for year in (10, 20, 40, 49))
LOOPBACK = "DNS:localhost,IP:127.0.0.1"

CONFIGURATION = """
[ca]
default_ca = authority
[authority]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
"""


@dataclasses.dataclass(frozen=True)
class Leaf:
    """A certificate to make: its name, what is wrong with it, and the host that a client reaches its server by."""
    name: str
    fault: str = None
    host: str = "localhost"
    subject: str = "localhost"
    alternatives: str = LOOPBACK
    begins: str = LATELY
    ends: str = NEAR
    issuer: str = "authority"


GOOD = Leaf("good")
BAD = (
    Leaf("self-signed", "signed by its own key", issuer=None),
    Leaf("expired", "its time is over", begins=PAST, ends=LATELY),
    Leaf("not-yet-valid", "its time has not begun", begins=NEAR, ends=FAR),
    Leaf("wrong-host", "made out to another host", subject="mail.other.example", alternatives="DNS:mail.other.example"),
    Leaf("wildcard-depth", "a wildcard that stands for one label where the host has none", subject="*.localhost",
         alternatives="DNS:*.localhost"),
    Leaf("name-only", "no IP address among its names", host="127.0.0.1", alternatives="DNS:localhost"),
    Leaf("common-name-only", "the host in the common name only", alternatives=None),
    Leaf("unknown-authority", "signed by an authority that nobody trusts", issuer="stranger"),
)


class Certificates:
    """Makes all certificates in `folder`, and the `others`. `authority` is the file of roots to trust."""

    def __init__(self, folder, *others):
        if not shutil.which("openssl"):
            raise Unavailable("openssl is not installed")
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.authority = self.folder / "authority.pem"
        self.configuration = self.folder / "openssl.cnf"
        self.configuration.write_text(CONFIGURATION.format(folder=self.folder))
        (self.folder / "index.txt").touch()
        for name in ("authority", "stranger"):
            self._make(name, ["-selfsign", "-keyfile", self.key(name)], name, "root", None, PAST, FAR)
        for leaf in (GOOD, *BAD, *others):
            signer = ["-selfsign", "-keyfile", self.key(leaf.name)] if leaf.issuer is None else [
                "-cert", self.certificate(leaf.issuer), "-keyfile", self.key(leaf.issuer)]
            self._make(leaf.name, signer, leaf.subject, "leaf", leaf.alternatives, leaf.begins, leaf.ends)

    def certificate(self, name="good"):
        return self.folder / f"{name}.pem"

    def key(self, name="good"):
        return self.folder / f"{name}.key"

    def chain(self, name="good"):
        """The key and the certificate in one file, as Postfix wants them."""
        return self.folder / f"{name}.chain.pem"

    def _make(self, name, signer, subject, section, alternatives, begins, ends):
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.cnf"
        extensions.write_text(self.configuration.read_text().partition(f"[{section}]\n")[2].partition("[")[0] + (
            f"subjectAltName = {alternatives}\n" if alternatives else ""))
        self._openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-keyout", self.key(name), "-out", request, "-subj", f"/CN={subject}")
        self._openssl("ca", "-batch", "-notext", "-in", request, "-out", self.certificate(name), "-extfile", extensions,
                      "-startdate", begins, "-enddate", ends, *signer)
        # Worthless elsewhere, and servers read it after they gave up the rights of root.
        self.key(name).chmod(0o644)
        self.chain(name).write_text(self.key(name).read_text() + self.certificate(name).read_text())

    def _openssl(self, command, *arguments):
        process = subprocess.run(
            ["openssl", command, "-config", self.configuration, *arguments], capture_output=True, text=True, timeout=60,
            stdin=subprocess.DEVNULL)
        if process.returncode:
            raise RuntimeError(f"openssl {command}: {process.stderr}")
