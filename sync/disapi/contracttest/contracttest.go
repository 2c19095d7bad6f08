// Package contracttest holds types and answers against the contract's own
// file, which is not ours to keep in the repository. Where the file is not
// there, tests that need it skip loudly.
package contracttest

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portico/engine/enginetest"
)

// Contract is the parsed contract.
type Contract struct {
	Paths      map[string]map[string]Operation `json:"paths"` // by path, then by lower-case method
	Components struct {
		Schemas map[string]*Schema `json:"schemas"`
	} `json:"components"`
}

// Operation is one method of one path.
type Operation struct {
	ID        string              `json:"operationId"`
	Responses map[string]Response `json:"responses"` // by status
}

// Response is one answer of an operation.
type Response struct {
	Ref     string             `json:"$ref"`
	Content map[string]Content `json:"content"` // by media type
}

// Content is a body.
type Content struct {
	Schema *Schema `json:"schema"`
}

// Schema is the part of JSON Schema that the contract uses.
type Schema struct {
	Ref                  string             `json:"$ref"`
	Type                 string             `json:"type"`
	Format               string             `json:"format"`
	Enum                 []string           `json:"enum"`
	Required             []string           `json:"required"`
	Properties           map[string]*Schema `json:"properties"`
	AdditionalProperties *Schema            `json:"additionalProperties"`
	Items                *Schema            `json:"items"`
	AllOf                []*Schema          `json:"allOf"`
	OneOf                []*Schema          `json:"oneOf"` // of one member, everywhere in the contract
}

// Find returns the contract, nil where its file is not there. PORTICO_CONTRACT
// names the file (default: beside the repository, under ../shared/dis).
func Find(t testing.TB) *Contract {
	t.Helper()
	file := os.Getenv("PORTICO_CONTRACT")
	if file == "" {
		file = filepath.Join(enginetest.Root(t), "..", "shared", "dis", "openapi-1.57.1.json")
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("no contract at %s; set PORTICO_CONTRACT to hold answers against it", file)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var c Contract
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatalf("read the contract: %v", err)
	}
	return &c
}

// Need returns the contract and skips the test without it.
func Need(t testing.TB) *Contract {
	t.Helper()
	c := Find(t)
	if c == nil {
		t.Skip("SKIPPED: the contract's file is not there; set PORTICO_CONTRACT to run this test")
	}
	return c
}

// resolve follows references and makes one schema of those that s is composed of.
func (c *Contract) resolve(s *Schema) *Schema {
	for s != nil {
		switch {
		case s.Ref != "":
			s = c.Components.Schemas[s.name()]
		case len(s.OneOf) == 1:
			s = s.OneOf[0]
		case len(s.AllOf) > 0:
			return c.whole(s)
		default:
			return s
		}
	}
	return nil
}

func (c *Contract) whole(s *Schema) *Schema {
	out := &Schema{Type: "object", Required: slices.Clone(s.Required), Properties: map[string]*Schema{}}
	for _, part := range s.AllOf {
		part = c.resolve(part)
		out.Required = append(out.Required, part.Required...)
		maps.Copy(out.Properties, part.Properties)
	}
	return out
}

// name is that of the schema that s refers to.
func (s *Schema) name() string {
	if len(s.OneOf) == 1 {
		s = s.OneOf[0]
	}
	return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
}

func (c *Contract) operation(id string) (Operation, bool) {
	for _, methods := range c.Paths {
		for _, op := range methods {
			if op.ID == id {
				return op, true
			}
		}
	}
	return Operation{}, false
}
