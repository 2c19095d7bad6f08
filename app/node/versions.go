package node

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"portico/engine/trust"
	"portico/models"
)

// Versions returns what a decision depends on, for the audit trail: the
// program's version, the models' and a digest of the rules.
func Versions() map[string]string {
	all := map[string]string{"portico": info().Build.Version}
	for _, m := range models.Manifest() {
		all[m.Name] = m.SHA256[:min(16, len(m.SHA256))]
	}
	rules, err := json.Marshal([][]trust.Rule{trust.Standard(true), trust.Standard(false)})
	if err != nil {
		panic("rules are plain values: " + err.Error())
	}
	sum := sha256.Sum256(rules)
	all["rules"] = fmt.Sprintf("%x", sum[:8])
	return all
}
