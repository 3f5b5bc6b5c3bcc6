"""Throw-away certificates: a bank's CA, a server's, and clients' whose keys have a password, as Kaspi's are."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KEY_PASSWORD = "only-for-the-fake-bank"  # noqa: S105 - protects a key that lives as long as the emulator
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Pair:
    cert: Path
    key: Path


class Authority:
    """Makes certificates in a folder. `ca` is what a client trusts the bank by; the bank trusts clients by the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._key = _new_key()
        self._name = _name("Fake Kaspi root")
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(_pem(self._sign(self._name, self._key, lasts=5 * YEAR, is_ca=True)))

    def server(self, name: str = "server", *, lasts: timedelta = YEAR) -> Pair:
        return self._pair(name, "127.0.0.1", ExtendedKeyUsageOID.SERVER_AUTH, lasts=lasts, password="")

    def client(self, name: str, *, lasts: timedelta = 5 * YEAR) -> Pair:
        """A client's; its common name is what the bank knows it by. Making it again replaces it on disk."""
        return self._pair(name, name, ExtendedKeyUsageOID.CLIENT_AUTH, lasts=lasts, password=KEY_PASSWORD)

    def _pair(self, file: str, name: str, usage: x509.ObjectIdentifier, *, lasts: timedelta, password: str) -> Pair:
        key = _new_key()
        pair = Pair(self.folder / f"{file}.pem", self.folder / f"{file}.key")
        encryption = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        pair.key.touch(mode=0o600)
        pair.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, encryption))
        pair.cert.write_bytes(_pem(self._sign(_name(name), key, lasts=lasts, usage=usage)))
        return pair

    def _sign(
        self,
        name: x509.Name,
        key: rsa.RSAPrivateKey,
        *,
        lasts: timedelta,
        is_ca: bool = False,
        usage: x509.ObjectIdentifier | None = None,
    ) -> x509.Certificate:
        """A negative `lasts` makes one that has expired so long ago."""
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(min(now, now + lasts) - timedelta(days=1)).not_valid_after(now + lasts)
        builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        if usage:
            names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
