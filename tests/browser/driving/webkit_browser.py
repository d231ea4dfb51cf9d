#!/usr/bin/python3
"""WebKitGTK as a browser that keeps what it is given.

WebKitGTK's own small browser forgets everything at its end when a driver steers it, so that it cannot be closed and
started again. This one is a window without anything round the page, and keeps its data in the folder that it is told.
"""

import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

FOLDER = os.environ["STEGVIS_WEBKIT_FOLDER"]
WIDTH, HEIGHT = (int(side) for side in os.environ["STEGVIS_WEBKIT_WINDOW"].split("x"))


def keeping_context():
    manager = WebKit2.WebsiteDataManager(base_data_directory=FOLDER, base_cache_directory=FOLDER)
    cookies = os.path.join(FOLDER, "cookies.sqlite")
    manager.get_cookie_manager().set_persistent_storage(cookies, WebKit2.CookiePersistentStorage.SQLITE)
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
    context.set_automation_allowed(True)
    context.connect("automation-started", on_automation_started)
    return context


def on_automation_started(context, session):
    session.connect("create-web-view", lambda _: new_window(context))


def new_window(context):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window(default_width=WIDTH, default_height=HEIGHT)
    window.add(view)
    # Nobody manages windows here: without this the keys would go to whatever lies under the pointer, which may be nothing.
    window.connect("map-event", lambda *_: window.get_window().focus(0))
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    return view


context = keeping_context()
Gtk.main()
