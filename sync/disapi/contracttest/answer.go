package contracttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Answer checks an answer of an operation: that the contract lists its status,
// that it has a body exactly where the contract gives one, and that the body
// has every required field, no field that the contract does not name, no null
// and no other type.
func (c *Contract) Answer(operation string, status int, mediaType string, body []byte) error {
	op, ok := c.operation(operation)
	if !ok {
		return fmt.Errorf("the contract has no operation %q", operation)
	}
	r, ok := op.Responses[strconv.Itoa(status)]
	if !ok {
		return fmt.Errorf("%s: the contract does not list status %d", operation, status)
	}
	content, ok := r.Content["application/json"]
	if !ok {
		if len(body) > 0 {
			return fmt.Errorf("%s: a body of %d bytes with status %d, which has none", operation, len(body), status)
		}
		return nil
	}
	if !strings.HasPrefix(mediaType, "application/json") {
		return fmt.Errorf("%s: content type %q", operation, mediaType)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	return c.value(operation, content.Schema, v)
}

func (c *Contract) value(at string, s *Schema, v any) error {
	s = c.resolve(s)
	wrong := func() error { return fmt.Errorf("%s: %T where the contract has %s", at, v, s.Type) }
	switch v := v.(type) {
	case map[string]any:
		return c.object(at, s, v)
	case []any:
		if s.Type != "array" {
			return wrong()
		}
		for i, e := range v {
			if err := c.value(fmt.Sprintf("%s[%d]", at, i), s.Items, e); err != nil {
				return err
			}
		}
	case string:
		if s.Type != "string" {
			return wrong()
		}
		if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
			return fmt.Errorf("%s: %q is none of %v", at, v, s.Enum)
		}
	case json.Number:
		if _, err := v.Int64(); s.Type != "number" && (s.Type != "integer" || err != nil) {
			return wrong()
		}
	case bool:
		if s.Type != "boolean" {
			return wrong()
		}
	default:
		return wrong()
	}
	return nil
}

func (c *Contract) object(at string, s *Schema, v map[string]any) error {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return fmt.Errorf("%s: required field %q is missing", at, name)
		}
	}
	for name, e := range v {
		field := s.Properties[name]
		if field == nil {
			field = s.AdditionalProperties
		}
		if field == nil {
			return fmt.Errorf("%s: the contract has no field %q", at, name)
		}
		if err := c.value(at+"."+name, field, e); err != nil {
			return err
		}
	}
	return nil
}
