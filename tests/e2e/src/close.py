# Tells the program's window what a window manager tells it when its cross is clicked. Under Xvfb there is none,
# and of the tools that could be installed none does this without one.
import ctypes

x = ctypes.CDLL("libX11.so.6")
Long = ctypes.c_long


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", Long * 5),
        ("room", Long * 24),
    ]


x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = x.XInternAtom.restype = ctypes.c_ulong
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = ctypes.c_ulong(x.XDefaultRootWindow(display))
atom = lambda name: x.XInternAtom(display, name, 0)
above, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
windows = ctypes.POINTER(ctypes.c_ulong)()
x.XQueryTree(display, root, *map(ctypes.byref, (above, parent, windows, count)))
asked = 0
for i in range(count.value):
    title = ctypes.c_char_p()
    window = ctypes.c_ulong(windows[i])
    if not x.XFetchName(display, window, ctypes.byref(title)) or not title.value:
        continue
    protocols, number = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_int()
    x.XGetWMProtocols(display, window, ctypes.byref(protocols), ctypes.byref(number))
    if atom(b"WM_DELETE_WINDOW") not in [protocols[j] for j in range(number.value)]:
        continue
    message = ClientMessage(type=33, window=window, message_type=atom(b"WM_PROTOCOLS"), format=32)
    message.data[0] = atom(b"WM_DELETE_WINDOW")
    asked += x.XSendEvent(display, window, 0, Long(0), ctypes.byref(message))
x.XFlush(display)
x.XCloseDisplay(display)
assert asked == 1, f"{asked} windows were asked"
