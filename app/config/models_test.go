package config_test

import (
	"strings"
	"testing"

	"portico/app/config"
	"portico/models"
)

func TestModelsPolicyIsDiscloseOrClean(t *testing.T) {
	c, err := config.Default()
	if err != nil {
		t.Fatal(err)
	}
	if c.Models.Policy != models.Disclose {
		t.Errorf("the default policy is %q", c.Models.Policy)
	}
	c.Models.Policy = models.Clean
	if err := c.Validate(); err != nil {
		t.Errorf("clean: %v", err)
	}
	c.Models.Policy = "none"
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "models.policy") {
		t.Errorf("another policy: %v, want an error that names the key", err)
	}
}
