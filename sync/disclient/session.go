package disclient

import (
	"context"
	"net/http"
	"time"

	"portico/sync/disapi"
)

// OpenSession opens a session that ends after timeout, in whole seconds, and
// returns the client whose calls belong to it: its customers end with it and
// are there for no other client.
func (c *Client) OpenSession(ctx context.Context, timeout time.Duration) (*Client, error) {
	var out disapi.CreateSessionResponse
	in := disapi.CreateSessionRequest{Timeout: int(timeout / time.Second)}
	if err := c.call(ctx, "createSession", http.MethodPost, disapi.Base+"/sessions", in, &out); err != nil {
		return nil, err
	}
	inside := *c
	inside.cfg.Session = out.Token
	return &inside, nil
}

// CloseSession ends the session of a client that OpenSession returned, and
// with it its customers.
func (c *Client) CloseSession(ctx context.Context) error {
	return c.call(ctx, "deleteSession", http.MethodDelete, disapi.Base+"/sessions", nil, nil)
}
