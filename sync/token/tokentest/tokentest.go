// Package tokentest checks that a token.Book honours its contract.
package tokentest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"portico/sync/token"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Run checks every empty book made by open.
func Run(t *testing.T, open func(t *testing.T) token.Book) {
	t.Run("WhatWasAddedIsFoundAndListed", func(t *testing.T) { added(t, open(t)) })
	t.Run("TheRevokedAreUnknown", func(t *testing.T) { revoked(t, open(t)) })
	t.Run("OnlyTheFirstIsAddedFirst", func(t *testing.T) { first(t, open(t)) })
	t.Run("WhatCannotBeKeptIsRefused", func(t *testing.T) { refused(t, open(t)) })
}

func add(t *testing.T, b token.Book, role token.Role, at time.Time) (token.Token, string) {
	t.Helper()
	made, text := token.New(role, at)
	made.Group = "branch-1"
	if err := b.Add(t.Context(), made); err != nil {
		t.Fatal(err)
	}
	return made, text
}

func added(t *testing.T, b token.Book) {
	second, _ := add(t, b, token.Kiosk, noon.Add(time.Second))
	made, text := add(t, b, token.Integrator, noon)
	if got, err := token.Judge(t.Context(), b, text, noon); err != nil || !reflect.DeepEqual(got, made) {
		t.Errorf("%+v, %v; want %+v", got, err, made)
	}
	if _, err := token.Judge(t.Context(), b, text+"x", noon); !errors.Is(err, token.ErrUnknown) {
		t.Errorf("another token: %v", err)
	}
	if all, err := b.List(t.Context()); err != nil || len(all) != 2 || all[0].ID != made.ID || all[1].ID != second.ID {
		t.Errorf("List = %+v, %v", all, err)
	}
}

func revoked(t *testing.T, b token.Book) {
	made, text := add(t, b, token.Integrator, noon)
	if err := b.Revoke(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := token.Judge(t.Context(), b, text, noon); !errors.Is(err, token.ErrUnknown) {
		t.Errorf("a revoked token: %v", err)
	}
	if err := b.Revoke(t.Context(), made.ID); !errors.Is(err, token.ErrUnknown) {
		t.Errorf("revoked again: %v", err)
	}
	if ok, err := b.AddFirst(t.Context(), made); ok || err != nil {
		t.Errorf("a book without tokens is not a new one: %v, %v", ok, err)
	}
}

func first(t *testing.T, b token.Book) {
	for i, want := range []bool{true, false} {
		made, _ := token.New(token.Integrator, noon)
		if ok, err := b.AddFirst(t.Context(), made); err != nil || ok != want {
			t.Errorf("token %d: %v, %v; want %v", i+1, ok, err, want)
		}
	}
}

func refused(t *testing.T, b token.Book) {
	for name, spoil := range map[string]func(*token.Token){
		"an unknown role":  func(t *token.Token) { t.Role = "admin" },
		"a sentence":       func(t *token.Token) { t.Name = "of Brian Bell" },
		"a foreign id":     func(t *token.Token) { t.ID = "0123456789abcdef" },
		"a group with a /": func(t *token.Token) { t.Group = "a/b" },
	} {
		made, _ := token.New(token.Kiosk, noon)
		spoil(&made)
		if err := b.Add(t.Context(), made); !errors.Is(err, token.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}
