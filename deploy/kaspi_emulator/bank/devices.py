"""Trade points and the devices that are registered at them."""

import re
import uuid
from dataclasses import dataclass
from random import Random

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.config import Config, TradePoint

DEVICE_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Device:
    id: str
    token: str
    bin: str
    trade_point: int
    is_active: bool = True
    is_deleted: bool = False


class Devices:
    def __init__(self, config: Config, chance: Random) -> None:
        self._quirks = config.quirks
        self._chance = chance
        self._numbers = iter(range(321, 1_000_000))
        self.trade_points = config.fresh_trade_points()
        self.all: list[Device] = []

    def trade_points_of(self, merchant: str) -> list[TradePoint]:
        found = [point for point in self.trade_points.values() if point.bin == merchant]
        if not found:
            raise errors.RefusalError(errors.NO_TRADE_POINTS)
        return found

    def register(self, *, merchant: str, device_id: str, trade_point: int) -> Device:
        """The same arguments give the same token; a deleted device comes back with its old one."""
        point = self.trade_points.get(trade_point)
        if not DEVICE_ID.fullmatch(device_id):
            raise errors.MalformedError("DeviceId: latin letters, digits, - and _")
        if point is None or point.bin != merchant:
            raise errors.RefusalError(errors.TRADE_POINT_UNKNOWN)
        if not point.is_accepting_qr:
            raise errors.RefusalError(errors.QR_OFF)
        for device in self.all:
            if (device.bin, device.id) == (merchant, device_id):
                return self._again(device, trade_point)
        device = Device(device_id, self._token(), merchant, trade_point)
        self.all.append(device)
        return device

    def _again(self, device: Device, trade_point: int) -> Device:
        if device.is_deleted:
            device.trade_point, device.is_deleted, device.is_active = trade_point, False, True
        if device.trade_point != trade_point:
            raise errors.RefusalError(errors.DEVICE_ELSEWHERE)
        return device

    def delete(self, *, merchant: str, token: str) -> None:
        device = self._of_token(merchant, token)
        device.is_active, device.is_deleted = False, True

    def ready(self, *, merchant: str, token: str, for_payment: bool = True) -> tuple[Device, TradePoint]:
        """An active device at an enabled trade point; for a payment one that takes QR by some method, in the bank's order of checks."""
        device = self._of_token(merchant, token)
        if not device.is_active:
            raise errors.RefusalError(errors.DEVICE_INACTIVE)
        point = self.trade_points.get(device.trade_point)
        if point is None:
            raise errors.RefusalError(errors.TRADE_POINT_UNKNOWN)
        if not point.is_enabled:
            raise errors.RefusalError(errors.TRADE_POINT_OFF)
        if for_payment and not point.is_accepting_qr:
            raise errors.RefusalError(errors.QR_OFF)
        if for_payment and not point.methods:
            raise errors.RefusalError(errors.NO_METHODS)
        return device, point

    def _of_token(self, merchant: str, token: str) -> Device:
        found = next((device for device in self.all if device.token == token and device.bin == merchant), None)
        if found is None:
            raise errors.RefusalError(errors.DEVICE_UNKNOWN)
        return found

    def _token(self) -> str:
        if self._quirks.is_device_token_int:
            return str(next(self._numbers))
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
