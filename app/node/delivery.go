package node

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"portico/app/config"
	"portico/app/control"
	"portico/app/discreet"
	"portico/engine/customer"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/outbox"
	"portico/sync/uplink"
	"portico/sync/webhook"
)

// Client speaks to the configured backend.
func Client(b config.Backend) (*disclient.Client, error) {
	if b.URL == "" {
		return nil, errors.New("no backend is configured: set backend.url and backend.token-file")
	}
	t, err := transport(b.Link)
	if err != nil {
		return nil, fmt.Errorf("backend: %w", err)
	}
	token := secret{b.TokenFile, b.TokenCredential, b.TokenKeyring}
	if _, err := token.text(); err != nil {
		return nil, fmt.Errorf("read the backend's token: %w", err)
	}
	return disclient.New(b.URL, disclient.Config{TokenFrom: token.text, Transport: t})
}

// transport reaches what l describes.
func transport(l config.Link) (*http.Transport, error) {
	pins, err := uplink.ParsePins(l.PinnedKey)
	if err != nil {
		return nil, err
	}
	cfg := uplink.Config{Pins: pins, Direct: l.Proxy == "none", Bandwidth: l.Bandwidth}
	if l.Authority != "" {
		if cfg.Authorities, err = os.ReadFile(l.Authority); err != nil {
			return nil, fmt.Errorf("read the authorities: %w", err)
		}
	}
	if l.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(l.Certificate, l.CertificateKey)
		if err != nil {
			return nil, fmt.Errorf("read the certificate: %w", err)
		}
		cfg.Certificate = &pair
	}
	if l.Proxy != "" && !cfg.Direct {
		if cfg.Proxy, err = url.Parse(l.Proxy); err != nil {
			return nil, fmt.Errorf("proxy: %w", err)
		}
	}
	return uplink.Transport(cfg)
}

// Workers deliver what v owes: to the backend that client speaks to and, where
// cfg names one, to the receiver of case files. shared is what their
// configurations have in common; they go by the
// store's time.
func (v *Vault) Workers(client *disclient.Client, cfg config.Config, shared outbox.Config) ([]*outbox.Worker, error) {
	sender := delivery.Config{Purposes: cfg.Backend.Purposes, Audit: v.Audit.Append, Head: v.head}
	if cfg.Backend.Generation == string(delivery.V6) {
		sender.Generation = delivery.V6
	}
	shared.Clock = v.Now
	dis := shared
	dis.Parallel, dis.Progress = cfg.Backend.Parallel, delivery.Progress
	workers := []*outbox.Worker{outbox.New(v.Outbox(), tidied(delivery.New(client, v.Store, sender), client.Rest), dis)}
	if cfg.Webhook.URL == "" {
		return workers, nil
	}
	t, err := transport(cfg.Webhook.Link)
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	office := &control.Office{Store: v.Store, Trail: v.Audit}
	receiver := webhook.New(webhook.Config{
		URL: cfg.Webhook.URL, Transport: t,
		Secret: secret{cfg.Webhook.SecretFile, cfg.Webhook.SecretCredential, cfg.Webhook.SecretKeyring}.bytes,
		Write:  func(ctx context.Context, id string, to io.Writer) error { return office.Case(ctx, id, to) },
	})
	cases := shared
	cases.Backend = webhook.Backend
	return append(workers, outbox.New(v.Outbox(), tidied(receiver, t.CloseIdleConnections), cases)), nil
}

// tidy has what a delivery left in memory overwritten, once no other follows.
type tidy struct {
	outbox.Sender
	later *time.Timer
}

// tidyAfter is how long after a delivery: what carried it has ended, too.
const tidyAfter = 2 * time.Second

// tidied wraps s; rest closes the connections that nothing uses, whose buffers
// hold what was said last.
func tidied(s outbox.Sender, rest func()) outbox.Sender {
	later := time.AfterFunc(tidyAfter, func() {
		rest()
		time.AfterFunc(tidyAfter, discreet.Scour) // when the other end has noticed
	})
	later.Stop()
	return tidy{s, later}
}

func (t tidy) Send(ctx context.Context, e outbox.Entry, save func(payload []byte) error) error {
	defer t.later.Reset(tidyAfter)
	return t.Sender.Send(ctx, e, save)
}

// head is where the audit trail ends now.
func (v *Vault) head(ctx context.Context) (string, error) {
	head, err := v.Audit.Head(ctx)
	return head.String(), err
}

// Owed are the entries that a finished customer owes under cfg.
func Owed(cfg config.Config) func(*customer.Customer) []outbox.Entry {
	return func(c *customer.Customer) []outbox.Entry {
		owed := []outbox.Entry{delivery.NewEntry(c)}
		if cfg.Webhook.URL != "" {
			owed = append(owed, webhook.NewEntry(c))
		}
		return owed
	}
}
