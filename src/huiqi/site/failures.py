"""Pages for what went wrong. None of them asks the database, so that they come also when it is gone."""

from __future__ import annotations

import sys

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from huiqi.kernel.outages import Outage, outage
from huiqi.ui.words import chosen


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request makes no sense; or that the site does not know the address under which it came."""
    if isinstance(exception, DisallowedHost):
        return unknown_address(request)
    title = chosen("这个请求看不懂", "This request makes no sense")
    return page(request, 400, title, chosen("请返回上一页重试。", "Please go back and try again."))


def unknown_address(request: HttpRequest) -> HttpResponse:
    """Say how the site comes to answer under another address: whoever tries it from another machine meets this page first."""
    title = chosen("本站没有登记这个网址", "This site does not answer under this address")
    text = chosen(
        "请管理员把环境变量 HUIQI_ADDRESS 设为打开本站的网址（如 http://192.168.1.5:8000），再重新启动。",
        "Ask the administrator to set HUIQI_ADDRESS to the address under which people come, such as "
        "http://192.168.1.5:8000, and to start it again.",
    )
    return page(request, 400, title, text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the visitor has no right to the page."""
    title = chosen("您没有查看此页的权限", "You have no right to see this page")
    text = chosen(
        "如果工作需要，请联系本单位的管理员。", "If your work needs it, ask your organisation's administrator."
    )
    return page(request, 403, title, text)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long, or came from elsewhere."""
    title = chosen("页面已过期", "The page is out of date")
    text = chosen(
        "什么都没有改变。请返回、刷新页面后重新提交。",
        "Nothing was changed. Go back, reload the page and send it again.",
    )
    return page(request, 403, title, text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or none for this visitor."""
    title = chosen("没有这个页面", "There is no such page")
    text = chosen("地址可能有误，或者您无权查看。", "The address may be wrong, or you may not see it.")
    return page(request, 404, title, text)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody, or somebody from the same place, asked too often."""
    title = chosen("请求太频繁", "Too many requests")
    text = chosen(
        "短时间内的请求太多，系统先停一停。请几分钟后再试，不需要做别的。",
        "There were too many requests in a short time, so we pause. Please try again in a few minutes.",
    )
    response = page(request, 429, title, text)
    response["Retry-After"] = "60"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something failed here; where the database is gone or the disk is full, that it is this, and for the moment."""
    # Django calls this while the exception is being handled.
    match outage(sys.exc_info()[1]):
        case Outage.DATABASE_GONE:
            return database_gone(request)
        case Outage.DISK_FULL:
            return disk_full(request)
        case None:
            pass
    title = chosen("系统出错了", "Something went wrong here")
    text = chosen("错误已记录。您提交的内容没有保存。", "The error was recorded. What you sent was not saved.")
    return page(request, 500, title, text)


def database_gone(request: HttpRequest) -> HttpResponse:
    """Say that the database cannot be reached for the moment."""
    title = chosen("数据库暂时无法访问", "The database cannot be reached at the moment")
    text = chosen("已保存的内容不会丢失。请稍后重试。", "Nothing that was saved is lost. Please try again in a moment.")
    response = page(request, 503, title, text)
    response["Retry-After"] = "30"
    return response


def disk_full(request: HttpRequest) -> HttpResponse:
    """Say that nothing can be saved until there is room again."""
    title = chosen("服务器磁盘已满，暂时无法保存", "The server's disk is full: nothing can be saved at the moment")
    text = chosen(
        "刚才提交的内容没有保存，以前保存的不受影响。请通知管理员清理磁盘空间；有了空间即可继续使用，无需重启。",
        "What you have just sent was not saved; what was saved before is safe. Please tell an administrator to make room: "
        "everything goes on by itself as soon as there is some.",
    )
    response = page(request, 503, title, text)
    response["Retry-After"] = "300"
    return response


@never_cache
def page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Return the page of a failure."""
    return render(request, "site/failure.html", {"status": status, "title": title, "text": text}, status=status)
