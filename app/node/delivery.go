package node

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"portico/app/config"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/store/bolt"
)

// Sender delivers from store to the configured backend.
func Sender(b config.Backend, store *bolt.Store) (*delivery.Sender, error) {
	if b.URL == "" {
		return nil, errors.New("no backend is configured: set backend.url and backend.token-file")
	}
	token, err := os.ReadFile(b.TokenFile)
	if err != nil {
		return nil, fmt.Errorf("the backend's token: %w", err)
	}
	return SenderTo(b.URL, strings.TrimSpace(string(token)), store)
}

// SenderTo delivers from store to the backend at url.
func SenderTo(url, token string, store *bolt.Store) (*delivery.Sender, error) {
	client, err := disclient.New(url, disclient.Config{Token: token})
	if err != nil {
		return nil, err
	}
	return delivery.New(client, store, delivery.Config{}), nil
}
