"""Metric math.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping

Series = dict[int, float]
"""Value by start of period, in seconds since 1970. Where a period is not in it, there are no data."""

_Value = float | Series | list[Series]

_OPERATORS: Mapping[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.BitXor: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class ExpressionError(ValueError):
    """The expression uses what is not supported here, or is none."""


def evaluate(expression: str, metrics: Mapping[str, Series]) -> Series:
    """The series that an expression makes of others.

    Known are `+ - * / ^`, comparisons, `SUM`, `MAX`, `MIN` and `AVG` of several series, `METRICS()`, `IF`, and `FILL`
    with a number. As on AWS, an operator gives a value where both sides have one, a function of several where one has.

    @raises ExpressionError: naming what is not known
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"{expression!r} is no expression: {error.msg}") from error
    value = _Evaluation(metrics).value(tree.body)
    if not isinstance(value, dict):
        raise ExpressionError(f"{expression!r} makes no time series")
    return value


class _Evaluation:
    def __init__(self, metrics: Mapping[str, Series]) -> None:
        self._metrics = metrics
        self._periods = sorted({at for series in metrics.values() for at in series})

    def value(self, node: ast.expr) -> _Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name) if name in self._metrics:
                return dict(self._metrics[name])
            case ast.List(elts=parts):
                return [self._series(part) for part in parts]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._apply(operator.sub, 0.0, self._one(operand))
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                if type(op) in _OPERATORS:
                    return self._apply(_OPERATORS[type(op)], self._one(left), self._one(right))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments)
        raise ExpressionError(f"{ast.unparse(node)!r} is not supported in an expression here")

    def _call(self, name: str, arguments: list[ast.expr]) -> _Value:
        match name, arguments:
            case "METRICS", []:
                return [dict(series) for series in self._metrics.values()]
            case "SUM" | "MAX" | "MIN" | "AVG", [several]:
                return self._across(name, self.value(several))
            case "FILL", [series, ast.Constant(value=int() | float() as number)]:
                return {**dict.fromkeys(self._periods, float(number)), **self._series(series)}
            case "IF", [condition, then, otherwise]:
                return self._choose(self._series(condition), self._one(then), self._one(otherwise))
        raise ExpressionError(f"{name} with {len(arguments)} arguments is not supported in an expression here")

    def _across(self, name: str, several: _Value) -> Series:
        if not isinstance(several, list):
            raise ExpressionError(f"{name} is supported of an array or METRICS() alone")
        found: dict[int, list[float]] = {}
        for series in several:
            for at, value in series.items():
                found.setdefault(at, []).append(value)
        combine: Mapping[str, Callable[[Iterable[float]], float]] = {"SUM": sum, "MAX": max, "MIN": min}
        if name == "AVG":
            return {at: sum(values) / len(values) for at, values in found.items()}
        return {at: float(combine[name](values)) for at, values in found.items()}

    def _choose(self, condition: Series, then: float | Series, otherwise: float | Series) -> Series:
        chosen = {at: then if met else otherwise for at, met in condition.items()}
        return {
            at: value if isinstance(value, float) else value[at]
            for at, value in chosen.items()
            if isinstance(value, float) or at in value
        }

    def _apply(
        self, compute: Callable[[float, float], float], left: float | Series, right: float | Series
    ) -> float | Series:
        if isinstance(left, float) and isinstance(right, float):
            return float(compute(left, right))
        periods = (right if isinstance(left, float) else left).keys()
        result: Series = {}
        for at in periods:
            one, other = _at(left, at), _at(right, at)
            if one is None or other is None:
                continue
            try:
                result[at] = float(compute(one, other))
            except ZeroDivisionError:
                continue
        return result

    def _one(self, node: ast.expr) -> float | Series:
        value = self.value(node)
        if isinstance(value, list):
            raise ExpressionError(f"{ast.unparse(node)!r} is an array where one series is wanted")
        return value

    def _series(self, node: ast.expr) -> Series:
        value = self._one(node)
        return dict.fromkeys(self._periods, value) if isinstance(value, float) else value


def _at(value: float | Series, at: int) -> float | None:
    return value if isinstance(value, float) else value.get(at)
