package node

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"portico/app/config"
	"portico/sync/disclient"
)

// Client speaks to the configured backend.
func Client(b config.Backend) (*disclient.Client, error) {
	if b.URL == "" {
		return nil, errors.New("no backend is configured: set backend.url and backend.token-file")
	}
	var token []byte
	if b.TokenFile != "" {
		var err error
		if token, err = os.ReadFile(b.TokenFile); err != nil {
			return nil, fmt.Errorf("read the backend's token: %w", err)
		}
	}
	return disclient.New(b.URL, disclient.Config{Token: strings.TrimSpace(string(token))})
}
