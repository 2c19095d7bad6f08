package disserver

import (
	"net/http"

	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/disapi"
)

// successors are calls of the contract's version 1.58, at paths that clients
// of 1.57 do not know.
func (s *server) successors() map[disapi.Route]handler {
	return map[disapi.Route]handler{
		{Operation: "trustFactorDefinitions", Method: http.MethodGet, Path: disapi.Base + "/trust-evaluation/trust-factor-definitions"}: s.trustFactors,
		{Operation: "evaluateTrust", Method: http.MethodPut, Path: disapi.Base + "/customers/{id}/trust-evaluation/evaluate"}:           s.evaluateTrust,
	}
}

// trustDefinitions says how to judge factors.
type trustDefinitions struct {
	Definitions []trust.Definition `json:"trustFactorDefinitions"`
}

// trustFactors tells the rules that this server decides by itself.
func (s *server) trustFactors(*http.Request) (any, error) {
	return trustDefinitions{s.Engine.Rules().Definitions()}, nil
}

// trustEvaluation is a decision by the client's own definitions.
type trustEvaluation struct {
	Result   trust.Decision `json:"result"`
	Factors  []trustFactor  `json:"trustFactorEvaluationResults"`
	Warnings []trustFault   `json:"warnings,omitempty"`
	Errors   []trustFault   `json:"errors,omitempty"`
}

type trustFactor struct {
	Name   string         `json:"trustFactorName"`
	Result trust.Decision `json:"result"`
}

// trustFault is what could not be judged: a Warning or an Error.
type trustFault struct {
	Warning string `json:"warning,omitempty"`
	Error   string `json:"error,omitempty"`
	Name    string `json:"trustFactorName"`
}

// The contract's words for what could not be judged.
const (
	unknownFactor = "UNKNOWN_TRUST_FACTOR_DEFINITION"
	missingData   = "MISSING_TRUST_FACTOR_DATA"
	invalidFactor = "INVALID_TRUST_FACTOR_DEFINITION"
)

// mostDefinitions bounds a request; there are fewer factors.
const mostDefinitions = 100

func (s *server) evaluateTrust(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	var req trustDefinitions
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if n := len(req.Definitions); n == 0 || n > mostDefinitions {
		return nil, badBody("trustFactorDefinitions: from one to a hundred are required")
	}
	return struct {
		Evaluation trustEvaluation `json:"trustEvaluation"`
	}{s.judge(c, req.Definitions)}, nil
}

// judge decides by definitions. The result is the worst of all; what could not
// be judged is at least to be reviewed.
func (s *server) judge(c *customer.Customer, definitions []trust.Definition) trustEvaluation {
	evidence, _ := s.Engine.Evidence(c, s.Clock())
	out := trustEvaluation{Result: trust.Accept, Factors: []trustFactor{}}
	for _, d := range definitions {
		rule, err := d.Rule()
		var verdict trust.Verdict
		switch {
		case !d.Known():
			out.Warnings = append(out.Warnings, trustFault{Warning: unknownFactor, Name: d.Name})
			verdict.Decision = trust.Review
		case err != nil:
			out.Errors = append(out.Errors, trustFault{Error: invalidFactor, Name: d.Name})
			verdict.Decision = trust.Review
		default:
			verdict = trust.Decide(evidence, []trust.Rule{rule})
			if verdict.Factors[0].Result == trust.NotEvaluated {
				out.Warnings = append(out.Warnings, trustFault{Warning: missingData, Name: d.Name})
			} else {
				out.Factors = append(out.Factors, trustFactor{d.Name, verdict.Decision})
			}
		}
		out.Result = worse(out.Result, verdict.Decision)
	}
	return out
}

// worse returns the worse of two decisions.
func worse(a, b trust.Decision) trust.Decision {
	for _, d := range []trust.Decision{trust.Reject, trust.Review} {
		if a == d || b == d {
			return d
		}
	}
	return trust.Accept
}
