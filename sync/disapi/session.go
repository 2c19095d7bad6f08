package disapi

// SessionHeader carries the token of the session that a request belongs to.
const SessionHeader = "x-inn-session-token"

// CreateSessionRequest opens a session.
type CreateSessionRequest struct {
	Timeout int `json:"timeout"` // seconds
}

// CreateSessionResponse names the session.
type CreateSessionResponse struct {
	Token string `json:"token"` // Base64, on one line
}
