package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"portico/sync/token"
)

const (
	tokensName = prefix + "tokens"
	begunName  = prefix + "begun" // there once there was a token
)

// Tokens is a token.Book in the Redis of its Store, in clear: there is nothing
// personal in it.
type Tokens struct{ rdb goredis.UniversalClient }

// Tokens returns the store's book.
func (s *Store) Tokens() Tokens { return Tokens{s.rdb} }

// Find implements token.Finder.
func (t Tokens) Find(ctx context.Context, id string) (found token.Token, err error) {
	text, err := t.rdb.HGet(ctx, tokensName, id).Bytes()
	if errors.Is(err, goredis.Nil) {
		return found, token.ErrUnknown
	}
	if err != nil {
		return found, fmt.Errorf("find a token: %w", err)
	}
	return found, json.Unmarshal(text, &found)
}

// Add implements token.Book.
func (t Tokens) Add(ctx context.Context, add token.Token) error {
	if err := add.Validate(); err != nil {
		return err
	}
	text, err := json.Marshal(add)
	if err != nil {
		return err
	}
	err = t.rdb.Set(ctx, begunName, add.ID, 0).Err()
	if err == nil {
		err = t.rdb.HSet(ctx, tokensName, add.ID, text).Err()
	}
	if err != nil {
		return fmt.Errorf("add a token: %w", err)
	}
	return nil
}

// List implements token.Book.
func (t Tokens) List(ctx context.Context) ([]token.Token, error) {
	all, err := t.rdb.HVals(ctx, tokensName).Result()
	if err != nil {
		return nil, fmt.Errorf("list the tokens: %w", err)
	}
	out := make([]token.Token, len(all))
	for i, text := range all {
		if err := json.Unmarshal([]byte(text), &out[i]); err != nil {
			return nil, fmt.Errorf("list the tokens: %w", err)
		}
	}
	return token.Sorted(out), nil
}

// Revoke implements token.Book.
func (t Tokens) Revoke(ctx context.Context, id string) error {
	n, err := t.rdb.HDel(ctx, tokensName, id).Result()
	if err != nil {
		return fmt.Errorf("revoke a token: %w", err)
	}
	if n == 0 {
		return token.ErrUnknown
	}
	return nil
}

// AddFirst implements token.Book: of several servers that start at once one
// does.
func (t Tokens) AddFirst(ctx context.Context, first token.Token) (bool, error) {
	begun, err := t.rdb.SetNX(ctx, begunName, first.ID, 0).Result()
	if err != nil || !begun {
		return false, err
	}
	return true, t.Add(ctx, first)
}
