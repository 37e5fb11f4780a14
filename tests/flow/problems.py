"""What every refusal must look like: RFC 9457, the place, and what to do."""
import json

MEMBERS = {"type", "title", "status", "detail", "request_id", "errors"}


def check_problem(test, answer, status, code, pointer=None, says=()):
    """Asserts that *answer* is a problem of *status* whose first error has *code* at *pointer*; returns the problem."""
    test.assertEqual(answer.status, status, answer)
    test.assertEqual(answer.headers["Content-Type"], "application/problem+json")
    problem = json.loads(answer.body)
    test.assertLessEqual(MEMBERS, problem.keys())
    test.assertEqual((problem["status"], problem["request_id"]), (status, answer.headers["X-Request-Id"]))
    first = problem["errors"][0]
    test.assertEqual(first["code"], code, problem)
    if pointer is not None:
        test.assertEqual(first["pointer"], pointer, problem)
    for word in says:
        test.assertIn(word, first["detail"])
    for error in problem["errors"]:
        test.assertGreater(len(error["detail"]), 15, "a sentence that helps")
    return problem


def check_meta_error(test, answer, status=400):
    """Asserts that *answer* is an error as Meta words it; returns it."""
    test.assertEqual(answer.status, status, answer)
    test.assertEqual(answer.headers["Content-Type"], "application/json")
    error = json.loads(answer.body)["error"]
    test.assertEqual((error["type"], error["code"]), ("OAuthException", 100))
    for member in ("message", "error_user_msg", "fbtrace_id"):
        test.assertTrue(error[member], member)
    return error
