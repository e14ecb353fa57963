"""Finds and loads the handler that `_HANDLER` names, as `folder/module.function`.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

import importlib
import sys

from python_errors import FaultError


def load_handler(name):
    """The function. Raises FaultError where Lambda has a type of its own for what is wrong."""
    module, dot, function = name.rpartition(".")
    if not dot:
        reason = "not enough values to unpack (expected 2, got 1)"
        raise FaultError("Runtime.MalformedHandlerName", f"Bad handler '{name}': {reason}")
    if module.split(".")[0] in sys.builtin_module_names:
        raise FaultError("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module} as a handler module")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise FaultError("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise FaultError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}", trace) from error
    try:
        return getattr(loaded, function)
    except AttributeError as error:
        raise FaultError("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module}'") from error
