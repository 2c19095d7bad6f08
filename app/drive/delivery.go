package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// playDelivery is the contract's sample card and the man on it, in front of a
// replay camera, delivered to another process: the backend is stopped before
// the onboarding ends, so the delivery waits, through a restart of the kiosk,
// until the backend is back. The man does not smile, so he is rejected.
func playDelivery(ctx context.Context, s *stage) error {
	data := outside()
	if data == "" {
		return fmt.Errorf("%w: no outside pictures; set PORTICO_DATA", errSkipped)
	}
	recording := filepath.Join(s.private, "recording")
	if err := record(recording, filepath.Join(data, "dis")); err != nil {
		return err
	}
	b, err := s.backend(ctx)
	if err != nil {
		return err
	}
	token := filepath.Join(s.private, "token")
	if err := errors.Join(os.WriteFile(token, []byte(b.token), 0o600), b.stop()); err != nil {
		return err
	}
	args := []string{"--replay", recording, "--attended", "--backend", b.url, "--token-file", token}
	k, err := s.kiosk(ctx, args...)
	if err != nil {
		return err
	}
	if err := errors.Join(k.onboard(ctx), k.refuseToSmile(ctx), k.key("Return"), k.reached(ctx, "result")); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if err := o.expect(map[string]string{
		"documentGenuine": "PASS", "documentNotExpired": "PASS", "mrzValid": "PASS", "portraitMatch": "PASS",
		"activeLiveness": "REJECT",
	}); err != nil {
		return err
	}
	if err := errors.Join(k.stop(), k.owed(ctx, 1)); err != nil {
		return fmt.Errorf("with the backend stopped: %w", err)
	}
	id, err := k.only(ctx)
	if err != nil {
		return err
	}
	// Back again, and the kiosk too: the delivery must arrive by itself.
	if b, err = s.backend(ctx, "--listen", strings.TrimPrefix(b.url, "http://")); err != nil {
		return err
	}
	if k, err = s.kiosk(ctx, args...); err != nil {
		return err
	}
	if err := b.arrived(ctx, id, "BB456987"); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // for the last steps of the delivery and its acknowledgement
	return errors.Join(k.stop(), k.owed(ctx, 0), k.noTrace("Brian", "BRIAN", "BB456987"))
}

// refuseToSmile presses the shutter before a face that does not smile, until
// the kiosk gives up and calls a colleague.
func (k *kiosk) refuseToSmile(ctx context.Context) error {
	for {
		if err := k.key("Return"); err != nil {
			return err
		}
		line, err := k.line(ctx, "step=", 60*time.Second)
		step := value(line, "step")
		switch {
		case err != nil:
			return err
		case step == "check":
			k.shot("check")
			return nil
		case step != "liveness-neutral" && step != "liveness-smile":
			return fmt.Errorf("after a refused smile the kiosk is at %q", step)
		case step == "liveness-neutral":
			if err := k.reached(ctx, "liveness-smile"); err != nil {
				return err
			}
		}
	}
}

// record lays the contract's pictures out as a recording.
func record(dir, pictures string) error {
	return lay(dir, pictures, map[string]string{
		"document-front": "documents/L2/document-front.jpeg",
		"document-back":  "documents/L2/document-back.jpeg",
	}, contractFace)
}

// contractFace is the man on the contract's sample card, by station.
var contractFace = map[string]string{
	"selfie": "faces/face.jpeg", "liveness/NEUTRAL": "faces/face.jpeg", "liveness/SMILE": "faces/face.jpeg",
}

// lay makes a picture each the whole of the stations named.
func lay(dir, pictures string, all ...map[string]string) error {
	stations := map[string]string{}
	for _, some := range all {
		maps.Copy(stations, some)
	}
	for station, file := range stations {
		data, err := os.ReadFile(filepath.Join(pictures, file))
		if err != nil {
			return err
		}
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, station)), os.MkdirAll(filepath.Join(dir, station), 0o700)); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, station, "1.jpg"), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// backend is a portico serve in a process of its own.
type backend struct {
	*process
	url, token string
}

func (s *stage) backendStore() string { return filepath.Join(s.private, "backend") }

func (s *stage) backend(ctx context.Context, args ...string) (*backend, error) {
	if len(args) == 0 {
		args = []string{"--listen", "127.0.0.1:0"}
	}
	args = append([]string{"serve", "--json", "--data", s.backendStore(), "--key-file", filepath.Join(s.private, "backend.key")}, args...)
	p, err := s.start(ctx, "portico", args...)
	if err != nil {
		return nil, err
	}
	var ready struct{ URL, Token string }
	select {
	case line := <-p.out:
		if err := json.Unmarshal([]byte(line), &ready); err != nil {
			return nil, fmt.Errorf("the backend did not start: %w", err)
		}
	case <-time.After(60 * time.Second):
		return nil, errors.New("the backend did not start within a minute")
	}
	if ready.Token != "" {
		s.token = ready.Token
	}
	return &backend{p, ready.URL, s.token}, nil
}

// arrived waits until the backend shows the customer with the document's number.
func (b *backend) arrived(ctx context.Context, id, number string) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	for {
		body, err := b.get(ctx, "/api/v1/customers/"+id)
		if err == nil && bytes.Contains(body, []byte(number)) {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the onboarding did not arrive at the backend")
		case <-time.After(time.Second):
		}
	}
}

func (b *backend) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+b.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	return io.ReadAll(res.Body)
}

// ask runs a portico command on the kiosk's store and reads its first object.
func (k *kiosk) ask(ctx context.Context, into any, args ...string) error {
	args = append(args, "--json", "--data", k.store, "--key-file", k.keyFile)
	p, err := k.start(ctx, "portico", args...)
	if err != nil {
		return err
	}
	line := <-p.out
	if err := p.stop(); err != nil {
		return fmt.Errorf("portico %s: %w", args[0], err)
	}
	return json.Unmarshal([]byte(line), into)
}

// owed checks how many deliveries wait.
func (k *kiosk) owed(ctx context.Context, want int) error {
	var status struct{ Pending int }
	if err := k.ask(ctx, &status, "sync", "status"); err != nil {
		return err
	}
	if status.Pending != want {
		return fmt.Errorf("%d deliveries wait, want %d", status.Pending, want)
	}
	return nil
}

// only returns the id of the one customer in the store.
func (k *kiosk) only(ctx context.Context) (string, error) {
	var row struct{ ID string }
	err := k.ask(ctx, &row, "customers", "list")
	return row.ID, err
}
