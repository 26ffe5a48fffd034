"""What machines, mentors and milestones of the demo centres are called, in each centre's first language."""

from typing import Final

MACHINES: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Imprimante 3D", "Découpeuse laser", "Machine à coudre", "Fraiseuse CNC", "Poste à souder"),
    "pl": ("Drukarka 3D", "Wycinarka laserowa", "Maszyna do szycia", "Frezarka CNC", "Stacja lutownicza"),
    "es": ("Impresora 3D", "Cortadora láser", "Máquina de coser", "Fresadora CNC", "Puesto de soldadura"),
}
MILESTONES: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Plan d'affaires prêt", "Première version en ligne", "Premier client payant", "Dix clients"),
    "pl": ("Gotowy biznesplan", "Pierwsza wersja w sieci", "Pierwszy płacący klient", "Dziesięciu klientów"),
    "es": ("Plan de negocio listo", "Primera versión en línea", "Primer cliente que paga", "Diez clientes"),
}
EXPERTISE: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Vente", "Droit des sociétés", "Finances", "Produit"),
    "pl": ("Sprzedaż", "Prawo spółek", "Finanse", "Produkt"),
    "es": ("Ventas", "Derecho de sociedades", "Finanzas", "Producto"),
}
FUNDERS: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Fonds régional", "Investisseuse privée", "Banque"),
    "pl": ("Fundusz regionalny", "Inwestor prywatny", "Bank"),
    "es": ("Fondo regional", "Inversora privada", "Banco"),
}
