"""The models of Argos Translate (https://www.argosopentech.com): packages `.argosmodel`, their index, and running them.

A package is a zip file with one folder: `metadata.json`, a CTranslate2 model in `model/`, and `sentencepiece.model`.
"""

from bot.translation.argos.index import Offer, download, fetch_index, wanted
from bot.translation.argos.installed import Installed, install_file, installed, remove
from bot.translation.argos.package import MODEL_KIND
from bot.translation.argos.translator import ArgosTranslator

__all__ = [
    "MODEL_KIND",
    "ArgosTranslator",
    "Installed",
    "Offer",
    "download",
    "fetch_index",
    "install_file",
    "installed",
    "remove",
    "wanted",
]
