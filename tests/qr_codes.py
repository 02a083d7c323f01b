"""Reads QR codes, as a scanner at the door does."""

import zxingcpp
from PIL import Image

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""The modules of some look like a bar code of digits too."""


def scanned(image: Image.Image) -> list[str]:
    """The texts of all QR codes of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(image, QR_CODES)]
