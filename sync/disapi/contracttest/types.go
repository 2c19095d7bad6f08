package contracttest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Type checks a Go type against the schema of its own name: no field that the
// contract lacks, every required one present, optional ones left out when
// empty, and each of a matching kind.
func (c *Contract) Type(t reflect.Type) error {
	s := c.resolve(c.Components.Schemas[t.Name()])
	if s == nil {
		return fmt.Errorf("the contract has no schema %q", t.Name())
	}
	var seen []string
	for f := range fields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		seen = append(seen, name)
		field := s.Properties[name]
		if field == nil {
			return fmt.Errorf("%s: the contract has no field %q", t.Name(), name)
		}
		if required := slices.Contains(s.Required, name); required == (options == "omitempty") {
			return fmt.Errorf("%s.%s: required is %v, tag says %q", t.Name(), name, required, options)
		}
		if err := c.kind(f.Type, field); err != nil {
			return fmt.Errorf("%s.%s: %w", t.Name(), name, err)
		}
	}
	for _, name := range s.Required {
		if !slices.Contains(seen, name) {
			return fmt.Errorf("%s: required field %q is missing", t.Name(), name)
		}
	}
	return nil
}

// fields yields the fields of t and those it embeds.
func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(t) {
			if !f.Anonymous && !yield(f) {
				return
			}
		}
	}
}

func (c *Contract) kind(t reflect.Type, s *Schema) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	named := s.name()
	s = c.resolve(s)
	var want string
	switch t.Kind() {
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			want = "string"
			break
		}
		if t.Name() != named {
			return fmt.Errorf("%s, want %s", t.Name(), named)
		}
		return nil
	case reflect.Map:
		return c.kind(t.Elem(), s.AdditionalProperties)
	case reflect.Slice:
		if s.Format == "byte" && t.Elem().Kind() == reflect.Uint8 {
			return nil
		}
		if s.Type != "array" {
			return fmt.Errorf("a list, want %s", s.Type)
		}
		return c.kind(t.Elem(), s.Items)
	case reflect.String:
		want = "string"
	case reflect.Bool:
		want = "boolean"
	case reflect.Int:
		want = "integer"
	case reflect.Float64:
		want = "number"
	}
	if want != s.Type {
		return fmt.Errorf("%s, want %s", t, s.Type)
	}
	return nil
}
