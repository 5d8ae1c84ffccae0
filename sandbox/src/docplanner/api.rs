//! The integration API: facilities, their doctors, and bookings, with the vendor's own media types.

use serde_json::{Value, json};

use crate::http::Response;

use super::{Docplanner, rate_limit::date, state::Booking};

/// What every route begins with.
pub(super) const PREFIX: &str = "/api/v3/integration/";

const SUCCESS: &str = "application/vnd.docplanner+json; charset=UTF-8";
const FAILURE: &str = "application/vnd.error+docplanner+json";

/// Facilities that the client was attached to: id and name.
const FACILITIES: [(&str, &str); 2] = [("1", "Lovelace Clinic"), ("2", "Hopper Practice")];
/// Doctors: facility, id, name, surname.
const DOCTORS: [(&str, &str, &str, &str); 3] = [
    ("1", "10", "Elena", "Marin"),
    ("1", "11", "Piotr", "Nowak"),
    ("2", "20", "Ana", "Souza"),
];
/// Every doctor's only address.
const ADDRESS: &str = "100";

impl Docplanner<'_> {
    /// 401 without a good token, 429 over the quota, and else the route's answer.
    pub(super) fn api(&mut self) -> Response {
        let header = self.request.header("authorization").unwrap_or_default();
        let (scheme, token) = header.split_once(' ').unwrap_or_default();
        let token = if scheme.eq_ignore_ascii_case("bearer") {
            token
        } else {
            ""
        };
        let Some(client) = self.state.client(token, self.now).map(str::to_string) else {
            let body = json!({"message": "Authentication credentials could not be found."});
            return Response::text(401, FAILURE, body.to_string());
        };
        let limit = self.switches.hourly_calls;
        let quota = self.state.hours.count(&client, limit, self.now);
        let response = if quota.is_spent() {
            failure(429, "Too many requests")
        } else {
            let route = self.request.path.strip_prefix(PREFIX).unwrap_or_default();
            let parts: Vec<&str> = route.split('/').collect();
            self.routed(&parts)
        };
        quota.told(response)
    }

    fn routed(&mut self, parts: &[&str]) -> Response {
        let method = self.request.method.as_str();
        match (method, parts) {
            ("GET", ["facilities"]) => items(FACILITIES.iter().map(facility).collect()),
            ("GET", ["facilities", id]) => {
                let known = FACILITIES.iter().find(|(known, _)| known == id);
                known.map_or_else(missing, |known| success(200, &facility(known)))
            }
            ("GET", ["facilities", id, "doctors"]) if is_facility(id) => {
                let theirs = DOCTORS.iter().filter(|(facility, ..)| facility == id);
                items(theirs.map(doctor).collect())
            }
            (_, ["facilities", id, "doctors", number, rest @ ..]) => {
                let is_it =
                    |known: &&(&str, &str, &str, &str)| known.0 == *id && known.1 == *number;
                match (method, rest, DOCTORS.iter().find(is_it)) {
                    ("GET", [], Some(known)) => success(200, &doctor(known)),
                    ("GET", ["addresses"], Some(_)) => items(vec![json!({"id": ADDRESS})]),
                    (_, ["addresses", address, rest @ ..], Some(_)) if *address == ADDRESS => {
                        self.calendar(id, number, rest)
                    }
                    _ => missing(),
                }
            }
            _ => missing(),
        }
    }

    /// Slots and bookings of a doctor at an address.
    fn calendar(&mut self, facility: &str, doctor: &str, route: &[&str]) -> Response {
        let theirs = |booking: &Booking| booking.facility == facility && booking.doctor == doctor;
        match (self.request.method.as_str(), route) {
            ("GET", ["slots"]) => items(vec![json!({"start": date(self.now + 86_400)})]),
            // Puts the doctor's hours, the same however often it is done.
            ("PUT", ["slots"]) => Response::empty(204),
            ("GET", ["bookings"]) => {
                let bookings = self.state.bookings.iter().filter(|held| theirs(held));
                items(bookings.map(booking).collect())
            }
            ("POST", ["bookings"]) => self.book(facility, doctor, None),
            ("POST", ["slots", start, "book"]) => self.book(facility, doctor, Some(start)),
            ("GET", ["bookings", id]) => {
                let mut bookings = self.state.bookings.iter();
                let held = bookings.find(|held| theirs(held) && held.id.to_string() == *id);
                held.map_or_else(missing, |held| success(200, &booking(held)))
            }
            ("DELETE", ["bookings", id]) => {
                let before = self.state.bookings.len();
                self.state
                    .bookings
                    .retain(|held| !theirs(held) || held.id.to_string() != *id);
                if self.state.bookings.len() == before {
                    missing()
                } else {
                    Response::empty(204)
                }
            }
            _ => missing(),
        }
    }

    /// Books, each time anew: a repeated POST is a second appointment.
    fn book(&mut self, facility: &str, doctor: &str, start: Option<&str>) -> Response {
        let body: Option<Value> = serde_json::from_slice(&self.request.body).ok();
        let Some(mut body) = body.filter(Value::is_object) else {
            return failure(400, "Validation failed");
        };
        if let (Some(start), Some(members)) = (start, body.as_object_mut()) {
            let start = crate::form::decode(&start.replace('+', "%2B"));
            members.insert("start".to_string(), json!(start));
        }
        self.state.booked += 1;
        let made = Booking {
            id: self.state.booked,
            facility: facility.to_string(),
            doctor: doctor.to_string(),
            address: ADDRESS.to_string(),
            body,
        };
        let response = success(201, &booking(&made));
        self.state.bookings.push(made);
        response
    }
}

fn is_facility(id: &str) -> bool {
    FACILITIES.iter().any(|(known, _)| *known == id)
}

fn facility((id, name): &(&str, &str)) -> Value {
    json!({"id": id, "name": name})
}

fn doctor((_, id, name, surname): &(&str, &str, &str, &str)) -> Value {
    json!({"id": id, "name": name, "surname": surname})
}

fn booking(booking: &Booking) -> Value {
    json!({"id": booking.id.to_string(), "status": "booked", "booked_by": "integration", "booking": booking.body})
}

fn items(items: Vec<Value>) -> Response {
    success(200, &json!({"_items": items}))
}

fn success(status: u16, body: &Value) -> Response {
    Response::text(status, SUCCESS, body.to_string())
}

fn missing() -> Response {
    failure(404, "Not found")
}

fn failure(status: u16, message: &str) -> Response {
    let body = json!({"errors": [message], "message": message});
    Response::text(status, FAILURE, body.to_string())
}
