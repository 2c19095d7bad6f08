package redis

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// A server that restarts, or a replica that takes over, is waited for: about
// six seconds, less than a client's patience.
const (
	retries    = 10
	firstPause = 50 * time.Millisecond
	maxPause   = time.Second
	patience   = 5 * time.Second // for one command
)

// Parse returns a client for an address; it connects at its first command.
//
//	redis://[user:password@]host:port/db          one server; rediss:// with TLS
//	redis+sentinel://[user:password@]host:port/db?master_name=NAME&addr=host:port&addr=…
//	redis+cluster://[user:password@]host:port?addr=host:port&addr=…
//
// rediss+sentinel and rediss+cluster are the same with TLS. The options after
// the question mark are go-redis's own. A wrong address's error does not show
// it, for it may hold a password.
func Parse(address string) (goredis.UniversalClient, error) {
	kind, plain := "", address
	if scheme, rest, ok := strings.Cut(address, "://"); ok {
		var base string
		if base, kind, ok = strings.Cut(scheme, "+"); ok {
			plain = base + "://" + rest
		}
	}
	var client goredis.UniversalClient
	var err error
	switch kind {
	case "":
		client, err = single(plain)
	case "sentinel":
		client, err = sentinel(plain)
	case "cluster":
		client, err = cluster(plain)
	default:
		err = errors.New("unknown kind")
	}
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, fmt.Errorf("the address of Redis: %w; write for example redis://host:6379/0", err)
	}
	return client, nil
}

func single(address string) (goredis.UniversalClient, error) {
	o, err := goredis.ParseURL(address)
	if err != nil {
		return nil, err
	}
	o.MaxRetries, o.MinRetryBackoff, o.MaxRetryBackoff = retries, firstPause, maxPause
	o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled, o.DialerRetries = patience, patience, true, 1
	return goredis.NewClient(o), nil
}

func sentinel(address string) (goredis.UniversalClient, error) {
	o, err := goredis.ParseFailoverURL(address)
	if err != nil {
		return nil, err
	}
	if o.MasterName == "" {
		return nil, errors.New("master_name is missing")
	}
	o.MaxRetries, o.MinRetryBackoff, o.MaxRetryBackoff = retries, firstPause, maxPause
	o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled, o.DialerRetries = patience, patience, true, 1
	return goredis.NewFailoverClient(o), nil
}

func cluster(address string) (goredis.UniversalClient, error) {
	o, err := goredis.ParseClusterURL(address)
	if err != nil {
		return nil, err
	}
	o.MaxRedirects, o.MinRetryBackoff, o.MaxRetryBackoff = retries, firstPause, maxPause
	o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled, o.DialerRetries = patience, patience, true, 1
	return goredis.NewClusterClient(o), nil
}
