package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"portico/engine/customer"
	"portico/sync/files"
)

// SocketName is the name of the socket in the data folder.
const SocketName = "control"

// Serve answers an operator's commands on the socket in dir until ctx is done.
// The socket has mode 0600, and who is not the program's own user is cut off.
// Only the holder of the store in dir may call it: a socket that is there is
// taken for one that a crash left.
func Serve(ctx context.Context, dir string, desk Desk, log *slog.Logger) error {
	ln, err := listen(dir)
	if err != nil {
		return fmt.Errorf("listen for commands: %w", err)
	}
	srv := &http.Server{
		Handler: handler(desk), ReadHeaderTimeout: 5 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(ownUser{ln, log}); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("answer commands: %w", err)
	}
	return ctx.Err()
}

// inFolder calls do with a short name of the socket in dir: a socket's name
// must not be longer than 107 bytes, a folder's may.
func inFolder[T any](dir string, do func(name string) (T, error)) (T, error) {
	var none T
	d, err := os.Open(dir)
	if err != nil {
		return none, err
	}
	defer func() { _ = d.Close() }()
	return do(filepath.Join(fmt.Sprintf("/proc/self/fd/%d", d.Fd()), SocketName))
}

func listen(dir string) (net.Listener, error) {
	if err := files.Remove(files.System(), filepath.Join(dir, SocketName)); err != nil {
		return nil, err
	}
	return inFolder(dir, func(name string) (net.Listener, error) {
		ln, err := net.Listen("unix", name) // the folder is 0700: nobody comes in between
		if err != nil {
			return nil, err
		}
		if err := os.Chmod(name, 0o600); err != nil {
			return nil, errors.Join(err, ln.Close())
		}
		ln.(*net.UnixListener).SetUnlinkOnClose(false) // its short name means nothing by then
		return ln, nil
	})
}

// ownUser lets in connections of the program's own user only.
type ownUser struct {
	net.Listener
	log *slog.Logger
}

func (l ownUser) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if uid, err := peer(c); err != nil || uid != os.Geteuid() {
			l.log.Warn("a command of another user was refused", "uid", uid, "error", err)
			_ = c.Close()
			continue
		}
		return c, nil
	}
}

// peer returns the user at the other end, as the kernel says.
func peer(c net.Conn) (uid int, err error) {
	raw, err := c.(*net.UnixConn).SyscallConn()
	if err != nil {
		return -1, err
	}
	uid = -1
	var failed error
	err = raw.Control(func(fd uintptr) {
		cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
		if failed = err; err == nil {
			uid = int(cred.Uid)
		}
	})
	return uid, errors.Join(err, failed)
}

// handler maps the Desk's methods to requests; they are no interface of
// Portico's and change with it.
func handler(desk Desk) http.Handler {
	mux := http.NewServeMux()
	answer := func(pattern string, do func(r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			v, err := do(r)
			if err != nil {
				refuse(w, err)
				return
			}
			_ = json.NewEncoder(w).Encode(v) // the other end is gone
		})
	}
	answer("GET /customers", func(r *http.Request) (any, error) { return desk.List(r.Context()) })
	answer("GET /customers/{id}", func(r *http.Request) (any, error) { return desk.Show(r.Context(), r.PathValue("id")) })
	answer("DELETE /customers/{id}", func(r *http.Request) (any, error) { return nil, desk.Erase(r.Context(), r.PathValue("id")) })
	answer("POST /customers/{id}/withdraw", func(r *http.Request) (any, error) { return desk.Withdraw(r.Context(), r.PathValue("id")) })
	answer("GET /identity", func(r *http.Request) (any, error) { return desk.Identity(r.Context()) })
	answer("POST /clock", func(r *http.Request) (any, error) { return nil, desk.ConfirmClock(r.Context()) })
	answer("GET /sync", func(r *http.Request) (any, error) { return desk.Status(r.Context()) })
	answer("POST /sync/run", func(r *http.Request) (any, error) { return desk.Run(r.Context()) })
	answer("POST /sync/retry", func(r *http.Request) (any, error) { return desk.Retry(r.Context()) })
	mux.HandleFunc("POST /customers/{id}/export", func(w http.ResponseWriter, r *http.Request) {
		var file bytes.Buffer
		if err := desk.Export(r.Context(), r.PathValue("id"), &file); err != nil {
			refuse(w, err)
			return
		}
		_, _ = w.Write(file.Bytes()) // the other end is gone
		clear(file.Bytes())
	})
	return mux
}

// kinds are the errors that a command tells apart, by status.
var kinds = map[int]error{
	http.StatusNotFound: customer.ErrNotFound, http.StatusConflict: customer.ErrConflict, http.StatusInsufficientStorage: customer.ErrFull,
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	for s, kind := range kinds {
		if errors.Is(err, kind) {
			status = s
		}
	}
	http.Error(w, err.Error(), status)
}
