"""Spanish keeps the contract of a language, and its threshold parts what is one task told twice from what is two."""

from collections.abc import Callable

import pytest

from selfinstruct_es import fault, selfinstruct_languages, tokens

(SPANISH,) = selfinstruct_languages()
SAME = [
    ("Resume el texto en una sola frase.", "¿Puedes resumir el texto en una frase?"),
    ("Escribe un poema corto sobre el otoño.", "Escríbeme un poema breve sobre el otoño."),
    ("Dame tres consejos para dormir mejor.", "Por favor, da tres consejos para dormir mejor."),
    ("Traduce la frase al inglés.", "Traduce esta frase al inglés, por favor."),
    ("Explica qué es la fotosíntesis a un niño de diez años.", "Explícale a un niño de diez años qué es la fotosíntesis."),
    ("Clasifica la reseña como positiva o negativa.", "Clasifica esta reseña en positiva o negativa."),
    ("¿Cuál es la capital de Perú?", "Di cuál es la capital del Perú."),
    ("Corrige las faltas de ortografía del párrafo.", "Corrige los errores de ortografía de este párrafo."),
    ("Propón cinco nombres para una cafetería.", "Propón 5 nombres para una cafetería."),
    ("Ordena los números de menor a mayor.", "Ordena estos números de menor a mayor."),
    ("¿Qué diferencia hay entre un virus y una bacteria?", "Explica qué diferencia hay entre un virus y una bacteria."),
    ("Convierte las temperaturas de grados Celsius a Fahrenheit.", "Convierte estas temperaturas de Celsius a Fahrenheit."),
    ("Redacta una carta de queja al ayuntamiento por el ruido.", "Redacta una queja al ayuntamiento por el ruido."),
    ("Haz una lista de la compra para una paella.", "Haz la lista de la compra para preparar una paella."),
    ("Escribe una función en Python que invierta una cadena.", "Escribe en Python una función que invierta una cadena."),
    ("Indica si la oración está en voz activa o pasiva.", "Indica si esta oración está en voz activa o en voz pasiva."),
    ("Inventa un final distinto para el cuento.", "Inventa otro final para el cuento."),
    ("¿Cómo se quita una mancha de vino de un mantel?", "¿Cómo puedo quitar una mancha de vino de un mantel?"),
    ("Calcula el área de un círculo de 4 cm de radio.", "Calcula el área de un círculo con radio de 4 cm."),
    ("Extrae las fechas que aparecen en el texto.", "Extrae del texto las fechas que aparecen."),
]
OTHER = [
    ("Resume el texto en una sola frase.", "Traduce el texto al inglés en una sola frase."),
    ("Escribe un poema corto sobre el otoño.", "Escribe un cuento corto sobre el mar."),
    ("Dame tres consejos para dormir mejor.", "Dame tres consejos para hablar en público."),
    ("Traduce la frase al inglés.", "Pasa la frase al futuro."),
    ("Explica qué es la fotosíntesis a un niño de diez años.", "Explica a un jubilado qué es una hipoteca inversa."),
    ("Clasifica la reseña como positiva o negativa.", "Clasifica la noticia como deporte, política o cultura."),
    ("¿Cuál es la capital de Perú?", "¿Cuál es la moneda de Japón?"),
    ("Corrige las faltas de ortografía del párrafo.", "Cuenta las palabras que tiene el párrafo."),
    ("Propón cinco nombres para una cafetería.", "Propón cinco juegos para una fiesta infantil."),
    ("Ordena los números de menor a mayor.", "Ordena las palabras por orden alfabético."),
    ("¿Qué diferencia hay entre un virus y una bacteria?", "¿Qué diferencia hay entre «haber» y «a ver»?"),
    ("Convierte las temperaturas de grados Celsius a Fahrenheit.", "Convierte las horas al formato de 24 horas."),
    ("Redacta una carta de queja al ayuntamiento por el ruido.", "Redacta una carta de recomendación para una alumna."),
    ("Haz una lista de la compra para una paella.", "Haz un plan de estudio para una semana de exámenes."),
    ("Escribe una función en Python que invierta una cadena.", "Escribe una función en Python que cuente las vocales."),
    ("Indica si la oración está en voz activa o pasiva.", "Indica si el correo es formal o informal."),
    ("Inventa un final distinto para el cuento.", "Inventa un juego de mesa para cuatro personas."),
    ("¿Cómo se quita una mancha de vino de un mantel?", "¿Cómo se conserva el pan fresco varios días?"),
    ("Calcula el área de un círculo de 4 cm de radio.", "Calcula el descuento si un abrigo de 80 € baja a 60 €."),
    ("Extrae las fechas que aparecen en el texto.", "Extrae los verbos que aparecen en imperativo."),
]


def test_contract(check_language: Callable[..., object]) -> None:
    check_language(SPANISH, near_duplicates=SAME, distinct=OTHER)


@pytest.mark.parametrize("text", ["¡Escribe un POEMA breve!", "escribe el poema breve", "Escríbeme un poema breve"])
def test_form_and_courtesy_are_ignored(text: str) -> None:
    assert tokens(text) == ["escri", "poema", "breve"]


@pytest.mark.parametrize(
    ("text", "role", "instruction", "expected"),
    [
        ("Enumera tres ríos de España.", "instruction", "", None),
        ("列出三条河流", "instruction", "", "not-latin"),
        ("列出三条河流", "input", "", None),
        ("列出三条河流", "output", "Enumera tres ríos de España.", "not-latin"),
        ("列出三条河流", "output", "Traduce la frase al chino.", None),
    ],
)
def test_what_is_not_spanish(text: str, role: str, instruction: str, expected: str | None) -> None:
    assert fault(text, role, instruction) == expected
