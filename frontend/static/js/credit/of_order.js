// The plan of an order, on the order's page.
import { data } from "../page.js";
import { enablePlans } from "./steps.js";

enablePlans(data("credit-page").plans);
