"""{% load charts %}

{% line_chart months title="Вчасні відповіді" unit="%" goal=95 compact=True %}
{% bar_chart rows title="Чим незадоволені" unit="%" %}      rows: (label, value[, is_good])
"""

from django import template

from core.charts.drawing import draw_bars, draw_line, draw_pie

register = template.Library()
register.simple_tag(draw_line, name="line_chart")
register.simple_tag(draw_bars, name="bar_chart")
register.simple_tag(draw_pie, name="pie_chart")
