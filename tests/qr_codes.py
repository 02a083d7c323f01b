"""Reads QR codes, as a scanner at the door does."""

import zxingcpp
from PIL import Image


def qr_codes(image: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR codes of a picture. Some look like a bar code of digits too, which is left out."""
    return list(zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)))


def scanned(image: Image.Image) -> list[str]:
    """The texts of all QR codes of a picture."""
    return [found.text for found in qr_codes(image)]
