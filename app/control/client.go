package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"portico/engine/customer"
)

// ErrNobody says that no program answers on the socket: the store is free.
var ErrNobody = errors.New("no program answers commands here")

// Client is the Desk of another program, through its socket.
type Client struct{ http *http.Client }

// Dial reaches the program that holds the store in dir; ErrNobody where there
// is none.
func Dial(ctx context.Context, dir string) (*Client, error) {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return inFolder(dir, func(name string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", name)
		})
	}
	c, err := dial(ctx, "", "")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNobody, err)
	}
	if err := c.Close(); err != nil {
		return nil, err
	}
	return &Client{&http.Client{Transport: &http.Transport{DialContext: dial}}}, nil
}

// Close ends the connections.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// do sends a request; into is a pointer for JSON or an io.Writer.
func (c *Client) do(ctx context.Context, method, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://portico"+path, nil)
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask the running program: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 4<<10))
		return &answer{strings.TrimSpace(string(text)), kinds[res.StatusCode]}
	}
	if w, ok := into.(io.Writer); ok {
		_, err = io.Copy(w, res.Body)
	} else {
		err = json.NewDecoder(res.Body).Decode(into)
	}
	if err != nil {
		return fmt.Errorf("read what the running program answers: %w", err)
	}
	return nil
}

// answer is an error of the other program.
type answer struct {
	text string
	kind error
}

func (a *answer) Error() string { return a.text }

func (a *answer) Unwrap() error { return a.kind }

func path(id string) string { return "/customers/" + url.PathEscape(id) }

// List implements Desk.
func (c *Client) List(ctx context.Context) (all []customer.Summary, err error) {
	return all, c.do(ctx, http.MethodGet, "/customers", &all)
}

// Show implements Desk.
func (c *Client) Show(ctx context.Context, id string) (*Shown, error) {
	var s Shown
	err := c.do(ctx, http.MethodGet, path(id), &s)
	return &s, err
}

// Export implements Desk.
func (c *Client) Export(ctx context.Context, id string, to io.Writer) error {
	return c.do(ctx, http.MethodPost, path(id)+"/export", to)
}

// Erase implements Desk.
func (c *Client) Erase(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodDelete, path(id), new(any))
}

// Withdraw implements Desk.
func (c *Client) Withdraw(ctx context.Context, codeOrID string) (*Withdrawn, error) {
	var w Withdrawn
	err := c.do(ctx, http.MethodPost, path(codeOrID)+"/withdraw", &w)
	return &w, err
}

// Identity implements Desk.
func (c *Client) Identity(ctx context.Context) (*Identity, error) {
	var i Identity
	err := c.do(ctx, http.MethodGet, "/identity", &i)
	return &i, err
}

// ConfirmClock implements Desk.
func (c *Client) ConfirmClock(ctx context.Context) error {
	return c.do(ctx, http.MethodPost, "/clock", new(any))
}

// Status implements Desk.
func (c *Client) Status(ctx context.Context) (*Sync, error) {
	var s Sync
	err := c.do(ctx, http.MethodGet, "/sync", &s)
	return &s, err
}

// Run implements Desk.
func (c *Client) Run(ctx context.Context) (*Sync, error) {
	var s Sync
	err := c.do(ctx, http.MethodPost, "/sync/run", &s)
	return &s, err
}

// Retry implements Desk.
func (c *Client) Retry(ctx context.Context) (n int, err error) {
	return n, c.do(ctx, http.MethodPost, "/sync/retry", &n)
}
